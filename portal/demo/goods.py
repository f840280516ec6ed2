"""What is ordered in the demo world: items by trade, with units, usual quantities and prices."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random


@dataclass(frozen=True, slots=True)
class Item:
    """One item: code, name, unit, the quantities it is ordered in, its price in EUR."""

    code: str
    name: str
    uom: str
    lots: tuple[int, ...]
    price: Decimal
    category: str

    def lot(self, rng: Random) -> Decimal:
        """Return a quantity somebody would order."""
        return Decimal(rng.choice(self.lots))


_ITEMS = """
castings   |GS-4410 |Gearbox housing GG25              |EA|6 12 24 40        |184.00
castings   |GS-4432 |Pump volute DN80                  |EA|10 20 30          |96.50
castings   |GS-4507 |Machine bed section 1.2 m         |EA|1 2 4             |1480.00
bearings   |WL-6208 |Deep groove ball bearing 6208-2RS |EA|50 100 200 400    |6.35
bearings   |WL-22212|Spherical roller bearing 22212    |EA|8 16 32           |71.20
bearings   |WL-51108|Thrust bearing 51108              |EA|40 80             |8.90
fasteners  |HX-M12  |Hex bolt M12x60 8.8 zinc          |PK|20 50 100         |14.80
fasteners  |HX-M20  |Hex bolt M20x90 10.9              |PK|10 20 40          |39.90
fasteners  |NT-M12  |Lock nut M12                      |PK|20 40 80          |9.20
drives     |AN-MG15 |Gear motor 1.5 kW i=24            |EA|2 4 8 12          |612.00
drives     |AN-SV40 |Servo drive 4 kW                  |EA|2 4 6             |1340.00
drives     |AN-KU80 |Shaft coupling 80 Nm              |EA|10 20 40          |58.40
electronics|EL-PX24 |Proximity sensor M18 PNP          |EA|25 50 100 150     |21.70
electronics|EL-PL30 |Controller module 30 I/O          |EA|4 8 16            |389.00
electronics|EL-HM10 |Operator panel 10 inch            |EA|2 4 6             |745.00
electronics|EL-SG24 |Power supply 24 V 20 A            |EA|10 20 30          |112.50
hydraulics |HY-ZY63 |Hydraulic cylinder 63/36-500      |EA|4 8 12            |268.00
hydraulics |HY-PV28 |Axial piston pump 28 cm3          |EA|2 4 6             |915.00
hydraulics |HY-VT10 |Directional valve NG10 24 V       |EA|6 12 24           |143.00
sheetmetal |BL-VK01 |Guard panel, laser cut, RAL 7035  |EA|10 20 40          |84.00
sheetmetal |BL-SK12 |Control cabinet frame             |EA|2 4 8             |356.00
sheetmetal |BL-HT77 |Mounting bracket galvanised       |EA|50 100 200        |7.80
seals      |DI-OR50 |O-ring 50x3 FKM                   |PK|10 20 50          |28.50
seals      |DI-WD45 |Shaft seal 45x62x8                |EA|50 100 200        |4.10
seals      |DI-HS63 |Cylinder seal kit 63 mm           |EA|10 20 40          |32.60
cables     |KA-H07  |Control cable 12G1.5 oil proof    |M |200 500 1000      |3.45
cables     |KA-SRV  |Servo cable 4G4 shielded          |M |100 200 300       |11.90
cables     |KA-KT32 |Cable chain 32x60                 |M |20 40 60          |24.80
steel      |ST-RD60 |Round bar C45 60 mm               |KG|500 1000 2500     |1.62
steel      |ST-FL80 |Flat bar S355 80x15               |KG|400 800 1600      |1.38
steel      |ST-BL05 |Sheet S235 5 mm                   |KG|1000 2000 4000    |1.21
plastics   |KU-PE20 |Slide rail PE-UHMW 2 m            |EA|10 20 40          |46.00
plastics   |KU-GH08 |Sensor housing PA6                |EA|100 200 400       |3.20
tools      |WZ-FR16 |Solid carbide end mill 16 mm      |EA|5 10 20           |88.00
tools      |WZ-WP12 |Indexable insert WNMG 08          |PK|5 10 20           |94.00
packaging  |VP-KI80 |Wooden crate 80x60x60             |EA|20 40 60          |34.50
packaging  |VP-FO50 |VCI film 500 mm                   |EA|12 24 48          |18.20
service    |SV-INSP |Annual inspection of press line   |EA|1                 |2450.00
service    |SV-KAL  |Calibration of measuring station  |EA|1 2 3             |680.00
service    |SV-REP  |Spindle repair on site            |EA|1                 |3900.00
machines   |VM-HP40 |Hydraulic press HP 40             |EA|1 2               |48200.00
machines   |VM-FS12 |Filling station FS 12             |EA|1                 |86500.00
machines   |VM-ET90 |Spare part kit ET 90              |EA|1 2 4 6           |1240.00
machines   |VM-PU25 |Transfer pump PU 25               |EA|2 4 8             |2180.00
freight    |TR-LKW  |Full truck load                   |EA|1                 |1150.00
freight    |TR-FCL  |Container 40 ft                   |EA|1 2               |2900.00
freight    |TR-PAL  |Groupage, pallet places           |PK|3 5 8             |64.00
"""


def _item(line: str) -> Item:
    category, code, name, uom, lots, price = (cell.strip() for cell in line.split("|"))
    sizes = tuple(int(lot) for lot in lots.split())
    return Item(code, name, uom, sizes, Decimal(price), category)


ITEMS = tuple(_item(line) for line in _ITEMS.strip().splitlines())
_STOCKED = frozenset({"castings", "bearings", "drives", "hydraulics", "electronics", "cables"})


def of_trade(trade: str) -> list[Item]:
    """Return what a company of this trade sells; a depot holds what is kept in stock."""
    sold = _STOCKED if trade == "depot" else {trade}
    return [item for item in ITEMS if item.category in sold]
