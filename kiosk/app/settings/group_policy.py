r"""Write the template with which group policy sets this program: kiosk.admx, and its words in Chinese and English.

    python -m kiosk.app.settings.group_policy FOLDER

Made of the list of settings, so that no setting can be missing. It belongs into `PolicyDefinitions` of a machine or of the
domain; what is set there lands below `SOFTWARE\Policies\Kiosk` and wins over kiosk.toml.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal
from xml.etree import ElementTree as ET

from kiosk.app.settings.policy import POLICY_KEY
from kiosk.app.settings.registry import TABLES, registry, words_of
from kiosk.app.settings.setting import Setting

Language = Literal["zh", "en"]
CULTURES: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en-US"}
_SCHEMA: Final = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_SUPPORTED: Final = "supported"
_MOST: Final = 4_294_967_295
"""Of a DWORD."""


def definitions() -> ET.Element:
    """Return kiosk.admx: a category for each table, a policy for each setting."""
    root = ET.Element("policyDefinitions", xmlns=_SCHEMA, revision="1.0", schemaVersion="1.0")
    spaces = ET.SubElement(root, "policyNamespaces")
    ET.SubElement(spaces, "target", prefix="kiosk", namespace="Kiosk.Policies")
    ET.SubElement(root, "resources", minRequiredRevision="1.0")
    supported = ET.SubElement(ET.SubElement(root, "supportedOn"), "definitions")
    ET.SubElement(supported, "definition", name=_SUPPORTED, displayName=f"$(string.{_SUPPORTED})")
    categories = ET.SubElement(root, "categories")
    ET.SubElement(categories, "category", name="kiosk", displayName="$(string.kiosk)")
    for table in TABLES:
        below = ET.SubElement(categories, "category", name=table, displayName=f"$(string.{table})")
        ET.SubElement(below, "parentCategory", ref="kiosk")
    policies = ET.SubElement(root, "policies")
    for setting in registry:
        _policy(policies, setting)
    return root


def _policy(policies: ET.Element, setting: Setting) -> None:
    name = _name(setting)
    policy = ET.SubElement(
        policies, "policy", {
            "name": name, "class": "Machine", "displayName": f"$(string.{name})", "explainText": f"$(string.{name}_help)",
            "key": rf"{POLICY_KEY}\{setting.table}", "presentation": f"$(presentation.{name})",
        },
    )  # fmt: skip
    ET.SubElement(policy, "parentCategory", ref=setting.table)
    ET.SubElement(policy, "supportedOn", ref=_SUPPORTED)
    if setting.kind == "flag":
        policy.set("valueName", setting.key)
        for state, value in (("enabledValue", "1"), ("disabledValue", "0")):
            ET.SubElement(ET.SubElement(policy, state), "decimal", value=value)
        return
    elements = ET.SubElement(policy, "elements")
    named = {"id": name, "valueName": setting.key, "required": "true"}
    if setting.kind == "whole":
        low, high = setting.low or 0, setting.high if setting.high is not None else _MOST
        ET.SubElement(elements, "decimal", named, minValue=f"{low:.0f}", maxValue=f"{high:.0f}")
    elif setting.kind == "choice":
        offered = ET.SubElement(elements, "enum", named)
        for choice in setting.choices:
            item = ET.SubElement(offered, "item", displayName=f"$(string.{name}_{choice})")
            ET.SubElement(ET.SubElement(item, "value"), "string").text = choice
    else:
        ET.SubElement(elements, "text", named)


def words(language: Language) -> ET.Element:
    """Return the words of the template in one language: kiosk.adml of its culture."""
    root = ET.Element("policyDefinitionResources", xmlns=_SCHEMA, revision="1.0", schemaVersion="1.0")
    ET.SubElement(root, "displayName").text = "Kiosk"
    ET.SubElement(root, "description").text = "Kiosk"
    resources = ET.SubElement(root, "resources")
    table = ET.SubElement(resources, "stringTable")
    for name, text in _strings(language):
        ET.SubElement(table, "string", id=name).text = text
    presentations = ET.SubElement(resources, "presentationTable")
    for setting in registry:
        _presentation(presentations, setting)
    return root


def _strings(language: Language) -> Iterator[tuple[str, str]]:
    yield "kiosk", {"zh": "Kiosk 网点接待", "en": "Kiosk branch reception"}[language]
    yield _SUPPORTED, {"zh": "Windows 10 或更高版本", "en": "Windows 10 or later"}[language]
    for table in TABLES:
        yield table, f"[{table}] {_half(words_of(table), language)}"
    for setting in registry:
        name, said = _name(setting), setting.zh if language == "zh" else setting.en
        yield name, setting.name
        yield f"{name}_help", "\n".join((said, *_bounds(setting)))
        for choice in setting.choices if setting.kind == "choice" else ():
            yield f"{name}_{choice}", choice


def _bounds(setting: Setting) -> Iterator[str]:
    """Say what is allowed, in signs that both languages read."""
    if setting.kind in {"whole", "decimal"} and (setting.low is not None or setting.high is not None):
        yield f"{setting.low:g} - {setting.high:g}" if setting.high is not None else f">= {setting.low:g}"
    if setting.kind == "choices":
        yield f"{', '.join(setting.choices)} (,)"
    if setting.kind == "texts":
        yield "a, b, c"


def _half(said: str, language: Language) -> str:
    """Return the half of "中文。 English." in a language."""
    zh, _, en = said.partition("。")
    return zh if language == "zh" else en.strip().removesuffix(".")


def _presentation(table: ET.Element, setting: Setting) -> None:
    shown = ET.SubElement(table, "presentation", id=_name(setting))
    match setting.kind:
        case "flag":
            return
        case "whole":
            start = setting.default if isinstance(setting.default, int) else setting.low or 0
            ET.SubElement(
                shown, "decimalTextBox", refId=_name(setting), defaultValue=f"{start:.0f}"
            ).text = setting.key
        case "choice":
            ET.SubElement(shown, "dropdownList", refId=_name(setting), noSort="true").text = setting.key
        case _:
            box = ET.SubElement(shown, "textBox", refId=_name(setting))
            ET.SubElement(box, "label").text = setting.key


def _name(setting: Setting) -> str:
    return f"{setting.table}_{setting.key}"


def write(folder: Path) -> None:
    """Write the template into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "kiosk.admx", definitions())
    for language, culture in CULTURES.items():
        (folder / culture).mkdir(exist_ok=True)
        _write(folder / culture / "kiosk.adml", words(language))


def _write(file: Path, root: ET.Element) -> None:
    ET.indent(root)
    file.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
