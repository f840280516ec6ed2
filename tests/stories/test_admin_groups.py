"""Kim groups suppliers: makes a group, fills it, renames it, ends it."""

from tests.stories.filling import fill
from tests.stories.told import house

AT = "/admin/groups"


def a_group(world, name="Castings"):
    """Let Kim make a group; return her browser and the address of its page."""
    kim = world.browser(world.kim)
    return kim, fill(kim, AT, AT, name=name).location


def test_she_makes_a_group_and_puts_a_supplier_in(world):
    kim, path = a_group(world)

    added = fill(kim, path, f"{path}/members", partner="brenn")

    assert added.status_code == 303
    page = kim.get(path).text
    assert "Castings" in page and "Brenner" in page and "1 supplier" in page
    named, grouped = house(world)[-2:]
    assert named["kind"] == "group.named" and named["body"]["name"] == "Castings"
    assert grouped["kind"] == "partner.grouped"
    assert grouped["body"] == {"organisation": world.brenner, "group": named["body"]["group"]}
    assert grouped["by"]["person"] == str(world.kim.id)


def test_the_same_name_again_is_said_beside_the_field(world):
    kim, _path = a_group(world)

    again = fill(kim, AT, AT, name="castings")

    assert again.status_code == 409
    assert "There is a group called castings already." in again.text


def test_nobody_in_particular_is_not_added(world):
    kim, path = a_group(world)

    for typed, words in (("", "Give the name or number"), ("Nobody", "No company is called")):
        answer = fill(kim, path, f"{path}/members", partner=typed)
        assert answer.status_code == 422 and words in answer.text
    assert house(world)[-1]["kind"] == "group.named"


def test_who_is_in_it_already_is_not_added_again(world):
    kim, path = a_group(world)
    fill(kim, path, f"{path}/members", partner="V-1001")

    again = fill(kim, path, f"{path}/members", partner="V-1001")

    assert again.status_code == 409 and "in the group already" in again.text


def test_she_takes_a_supplier_out(world):
    kim, path = a_group(world)
    fill(kim, path, f"{path}/members", partner="Brenner")
    action = kim.get(path).text.split(f'action="{path}/members/')[1].split('"')[0]

    fill(kim, path, f"{path}/members/{action}")

    assert "Nobody is in this group yet" in kim.get(path).text
    assert house(world)[-1]["body"] == {"organisation": world.brenner}


def test_she_renames_and_ends_it(world):
    kim, path = a_group(world)
    fill(kim, path, f"{path}/members", partner="Brenner")

    fill(kim, path, f"{path}/name", name="Iron castings")
    assert "Iron castings" in kim.get(AT).text
    fill(kim, f"{path}/end", f"{path}/end")

    assert "No groups yet" in kim.get(AT).text
    assert kim.get(path).status_code == 404
    ended = house(world)[-1]
    assert ended["kind"] == "group.ended" and ended["body"]["partners"] == [world.brenner]


def test_a_click_twice_is_one_group(world):
    kim = world.browser(world.kim)
    page = kim.get(AT)
    key = page.text.split('name="key"')[1].split('value="')[1].split('"')[0]
    sent = {"name": "Castings", "key": key, "csrf_token": _token(page.text)}

    assert [kim.post(AT, data=sent).status_code for _ in range(2)] == [303, 303]

    assert [said["kind"] for said in house(world)].count("group.named") == 1


def _token(page):
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
