"""The companies of the demo world. All are invented; places and their UN/LOCODEs are real."""

import unicodedata
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: country, town, UN/LOCODE, time zone."""

    country: str
    city: str
    unlocode: str
    zone: str

    @property
    def said(self) -> dict:
        """Return it as events say it."""
        return {
            "name": self.city,
            "city": self.city,
            "country": self.country,
            "unlocode": self.unlocode,
        }


@dataclass(frozen=True, slots=True)
class Company:
    """One company and how it behaves.

    days: usual time from order to delivery; late: how often it breaks its word; talk: how much
    it reports, from 0 to 1; person: who answers for it in the portal, nobody where its own
    system reports.
    """

    name: str
    number: str
    kind: str
    place: Place
    trade: str = ""
    days: int = 30
    late: float = 0.15
    talk: float = 0.7
    person: str = ""

    @property
    def email(self) -> str:
        """Return the address of its person; nobody has it, `.example` is never given away."""
        return address(self.person, self.name)

    def slip(self, rng: Random, late: bool = False) -> int:
        """Return how many days later than promised it is, often enough a little earlier."""
        if late or rng.random() < self.late:
            return min(30, 1 + int(rng.lognormvariate(1.6, 0.7)))
        return -rng.choice((0, 0, 0, 1, 2, 3))


def address(person: str, company: str) -> str:
    """Return a mail address made of a person's first name and a company's first word.

    >>> address("Jana Dvořáková", "Hradec Slévárna")
    'jana@hradec.example'
    """
    return f"{_plain(person)}@{_plain(company)}.example"


def _plain(words: str) -> str:
    first = unicodedata.normalize("NFKD", words.lower().replace("ı", "i").replace("ł", "l"))
    return "".join(c for c in first.split()[0] if c.isascii() and c.isalnum())


HOUSE = "Vahrenkamp Maschinenbau"
SECOND = "Tidewell Pumps"
PLANTS = (
    Place("DE", "Bremen", "DEBRE", "Europe/Berlin"),
    Place("DE", "Chemnitz", "DECHE", "Europe/Berlin"),
    Place("CZ", "Brno", "CZBRQ", "Europe/Prague"),
)
SECOND_PLANT = Place("GB", "Hull", "GBHUL", "Europe/London")

_TOWNS = {
    "DEHAM": Place("DE", "Hamburg", "DEHAM", "Europe/Berlin"),
    "DENUE": Place("DE", "Nürnberg", "DENUE", "Europe/Berlin"),
    "DESTR": Place("DE", "Stuttgart", "DESTR", "Europe/Berlin"),
    "DELEJ": Place("DE", "Leipzig", "DELEJ", "Europe/Berlin"),
    "DEDUI": Place("DE", "Duisburg", "DEDUI", "Europe/Berlin"),
    "ATLNZ": Place("AT", "Linz", "ATLNZ", "Europe/Vienna"),
    "ATGRZ": Place("AT", "Graz", "ATGRZ", "Europe/Vienna"),
    "CHWIN": Place("CH", "Winterthur", "CHWIN", "Europe/Zurich"),
    "ITBLQ": Place("IT", "Bologna", "ITBLQ", "Europe/Rome"),
    "ITBGO": Place("IT", "Bergamo", "ITBGO", "Europe/Rome"),
    "ITTRN": Place("IT", "Torino", "ITTRN", "Europe/Rome"),
    "PLWRO": Place("PL", "Wrocław", "PLWRO", "Europe/Warsaw"),
    "PLPOZ": Place("PL", "Poznań", "PLPOZ", "Europe/Warsaw"),
    "PLKTW": Place("PL", "Katowice", "PLKTW", "Europe/Warsaw"),
    "CZOSR": Place("CZ", "Ostrava", "CZOSR", "Europe/Prague"),
    "CZPLZ": Place("CZ", "Plzeň", "CZPLZ", "Europe/Prague"),
    "FRLYS": Place("FR", "Lyon", "FRLYS", "Europe/Paris"),
    "FRLIL": Place("FR", "Lille", "FRLIL", "Europe/Paris"),
    "NLRTM": Place("NL", "Rotterdam", "NLRTM", "Europe/Amsterdam"),
    "ESBIO": Place("ES", "Bilbao", "ESBIO", "Europe/Madrid"),
    "GBBHM": Place("GB", "Birmingham", "GBBHM", "Europe/London"),
    "GBSHE": Place("GB", "Sheffield", "GBSHE", "Europe/London"),
    "TRIZM": Place("TR", "Izmir", "TRIZM", "Europe/Istanbul"),
    "TRBTZ": Place("TR", "Bursa", "TRBTZ", "Europe/Istanbul"),
    "CNNGB": Place("CN", "Ningbo", "CNNGB", "Asia/Shanghai"),
    "CNSZX": Place("CN", "Shenzhen", "CNSZX", "Asia/Shanghai"),
    "CNTAO": Place("CN", "Qingdao", "CNTAO", "Asia/Shanghai"),
    "INPNQ": Place("IN", "Pune", "INPNQ", "Asia/Kolkata"),
    "INMAA": Place("IN", "Chennai", "INMAA", "Asia/Kolkata"),
    "USCHI": Place("US", "Chicago", "USCHI", "America/Chicago"),
    "USSEA": Place("US", "Seattle", "USSEA", "America/Los_Angeles"),
    "NOBGO": Place("NO", "Bergen", "NOBGO", "Europe/Oslo"),
    "DKAAR": Place("DK", "Aarhus", "DKAAR", "Europe/Copenhagen"),
    "BEANR": Place("BE", "Antwerpen", "BEANR", "Europe/Brussels"),
    "FITMP": Place("FI", "Tampere", "FITMP", "Europe/Helsinki"),
}


def _company(kind: str, line: str) -> Company:
    """Read one line of the tables below."""
    name, number, town, trade, days, late, talk, person = (cell.strip() for cell in line.split("|"))
    figures = {
        "days": int(days),
        "late": float(late),
        "talk": float(talk),
    }
    return Company(name, number, kind, _TOWNS[town], trade, person=person, **figures)


_SUPPLIERS = """
Oberlohn Guss            |V-1001|DEDUI|castings   |42|0.18|0.8|Sabine Krüger
Ferro Lombarda           |V-1002|ITBGO|castings   |48|0.30|0.6|
Hradec Slévárna          |V-1003|CZOSR|castings   |40|0.20|0.7|Jana Dvořáková
Sanjeevni Castings       |V-1004|INPNQ|castings   |75|0.42|0.5|Rahul Deshpande
Wälzkontor Nürnberg      |V-1005|DENUE|bearings   |18|0.06|0.9|Thomas Lang
Kugellager Donau         |V-1006|ATLNZ|bearings   |22|0.08|0.9|
Ningbo Haotian Bearing   |V-1007|CNNGB|bearings   |68|0.35|0.5|
Schraubwerk Altena       |V-1008|DEDUI|fasteners  |12|0.07|0.6|
Brescia Viti             |V-1009|ITBGO|fasteners  |16|0.15|0.6|
Anadolu Bağlantı         |V-1010|TRBTZ|fasteners  |30|0.22|0.5|Elif Yıldız
Antriebstechnik Hollmann |V-1011|DESTR|drives     |38|0.10|0.9|Petra Hollmann
Motori Valdora           |V-1012|ITBLQ|drives     |45|0.25|0.7|
Kettner Getriebe         |V-1013|ATLNZ|drives     |50|0.12|0.8|Johann Kettner
Wrocławskie Napędy       |V-1014|PLWRO|drives     |36|0.16|0.7|
Capteurs Lumière         |V-1015|FRLYS|electronics|28|0.10|0.9|Anouk Perrin
Shenzhen Lumenor         |V-1016|CNSZX|electronics|55|0.28|0.6|
Cascade Controls         |V-1017|USSEA|electronics|46|0.18|0.8|Megan Torres
Reglo Schaltanlagen      |V-1018|DELEJ|electronics|32|0.12|0.8|
Hydraulik Steinmair      |V-1019|ATGRZ|hydraulics |34|0.10|0.8|Eva Steinmair
Oleodin Torino           |V-1020|ITTRN|hydraulics |40|0.33|0.6|Paolo Riva
Vasco Hidráulica         |V-1021|ESBIO|hydraulics |38|0.15|0.7|
Pennine Valves           |V-1022|GBSHE|hydraulics |33|0.14|0.8|Harriet Cole
Blechwerk Altmühl        |V-1023|DENUE|sheetmetal |20|0.09|0.8|Markus Wirth
Tôlerie du Rhône         |V-1024|FRLYS|sheetmetal |26|0.20|0.6|
Śląska Blacharnia        |V-1025|PLKTW|sheetmetal |22|0.14|0.6|
Bohemia Laser            |V-1026|CZPLZ|sheetmetal |19|0.10|0.8|
Dichtwerk Lindau         |V-1027|DESTR|seals      |14|0.05|0.9|
Joints Marchand          |V-1028|FRLIL|seals      |18|0.12|0.6|
Chennai Polyseal         |V-1029|INMAA|seals      |62|0.38|0.4|Priya Raman
Kabelhaus Elbe           |V-1030|DEHAM|cables     |13|0.07|0.8|Nils Petersen
Izmir Kablo              |V-1031|TRIZM|cables     |29|0.20|0.5|
Qingdao Brightwire       |V-1032|CNTAO|cables     |60|0.30|0.5|
Stahlkontor Ruhr         |V-1033|DEDUI|steel      |15|0.11|0.7|
Acier Valmont            |V-1034|FRLIL|steel      |21|0.19|0.6|
Duisburg Blankstahl      |V-1035|DEDUI|steel      |17|0.09|0.7|
Kunststoff Mürztal       |V-1036|ATGRZ|plastics   |24|0.07|0.9|Beate Zechner
Plastmold Iberia         |V-1037|ESBIO|plastics   |31|0.24|0.6|
Lakeshore Tooling        |V-1038|USCHI|tools      |41|0.17|0.7|
Midland Cutters          |V-1039|GBBHM|tools      |25|0.13|0.7|
Verpackung Poznania      |V-1040|PLPOZ|packaging  |9 |0.06|0.6|
"""
_CARRIERS = """
Nordlicht Spedition |C-501|DEHAM||5|0.1|0.9|Karin Voss
Transalpin Cargo    |C-502|ITBGO||5|0.2|0.8|Luca Moretti
Bluewater Lines     |C-503|NLRTM||5|0.3|0.7|
Rapidex Parcels     |C-504|DELEJ||2|0.1|0.9|
Sudety Trans        |C-505|PLWRO||4|0.1|0.7|
"""
_CUSTOMERS = """
Fjordbryggeri       |K-201|NOBGO||9|0.1|0.5|Ingrid Solheim
Papierfabrik Traun  |K-202|ATLNZ||9|0.1|0.5|
Aarhus Mejeri       |K-203|DKAAR||9|0.1|0.5|
Antwerp Coatings    |K-204|BEANR||9|0.1|0.5|
Tampere Sahat       |K-205|FITMP||9|0.1|0.5|
Midlands Bottling   |K-206|GBBHM||9|0.1|0.5|
"""
_SERVICES = """
Montara Fieldworks  |S-301|DESTR|service|9 |0.15|0.9|Oliver Stahl
Rota Servis         |S-302|CZOSR|service|10|0.20|0.7|Lenka Malá
Kalibra Messtechnik |S-303|CHWIN|service|12|0.10|0.8|
"""
_DEPOTS = """
Depot Poznań (Wartalog) |D-401|PLPOZ|depot|10|0.10|0.9|Marek Lis
Depot Antwerp (Scheldt) |D-402|BEANR|depot|11|0.12|0.8|
"""


def _table(kind: str, text: str) -> tuple[Company, ...]:
    return tuple(_company(kind, line) for line in text.strip().splitlines())


SUPPLIERS = _table("supplier", _SUPPLIERS)
CARRIERS = _table("carrier", _CARRIERS)
CUSTOMERS = _table("customer", _CUSTOMERS)
SERVICES = _table("supplier", _SERVICES)
DEPOTS = _table("supplier", _DEPOTS)
PARTNERS = (*SUPPLIERS, *CARRIERS, *CUSTOMERS, *SERVICES, *DEPOTS)
SHARED = tuple(one for one in SUPPLIERS if one.number in ("V-1008", "V-1019", "V-1022", "V-1033"))
