"""Cuts the fonts of the house from the published ones.

Screens (vendor-in/fonts, WOFF2) use Source Sans 3 as published for Latin, and a smaller cut of its extended
Latin, loaded only by pages that need it. Headings use Commissioner held at weight 600 and full flare.
Papers (internal/platform/pdf/fonts, TTF) use fixed weights of both, without layout tables, which the PDF
writer does not read. Every changed copy has a name of its own: "Source" is a reserved font name.

Run, from this folder, with Python 3.11, fonttools 4.68.0 and brotli 1.2.1:

    npm ci --ignore-scripts && python fonts.py
"""

import io
import os
import shutil

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PUBLISHED = "node_modules/@fontsource-variable/"
SANS = PUBLISHED + "source-sans-3/files/source-sans-3-{}-wght-normal.woff2"
FLARED = PUBLISHED + "commissioner/files/commissioner-{}-flar-normal.woff2"
SCREEN = "vendor-in/fonts/"
PAPER = "../../internal/platform/pdf/fonts/"

# Basic Latin, Latin-1, Extended-A (Polish, Czech, Turkish...), Romanian comma letters, and what French, Dutch,
# German and English typography need: dashes, quotes, ellipsis, bullet, euro, minus, not-equal, at-most, at-least.
BASIC = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x178]
EXTENDED = [*range(0x100, 0x180), *range(0x218, 0x21C), 0x1E9E]
SIGNS = [0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2022, 0x2026, 0x2030,
         0x2039, 0x203A, 0x2044, 0x20AC, 0x2122, 0x2212, 0x2215, 0x2248, 0x2260, 0x2264, 0x2265]

# Letters that the published cuts lack, drawn by a near one: narrow no-break space, no-break hyphen.
STAND_INS = {0x202F: 0xA0, 0x2011: 0x2D}


def main():
    os.makedirs(SCREEN, exist_ok=True)
    os.makedirs(PAPER, exist_ok=True)
    shutil.copyfile(SANS.format("latin"), SCREEN + "kg-text-latin.woff2")

    more = keep(TTFont(SANS.format("latin-ext")), EXTENDED, layout=["kern", "mark", "ccmp"])
    save(rename(more, "KG Text", "Extended"), SCREEN + "kg-text-latin-ext.woff2", "woff2")

    for part, letters in [("latin", BASIC + SIGNS), ("latin-ext", EXTENDED)]:
        head = pin(TTFont(FLARED.format(part)), wght=600, FLAR=100)
        head = keep(head, letters, layout=["kern", "ccmp"])
        save(rename(head, "KG Head", "SemiBold"), SCREEN + f"kg-head-{part}.woff2", "woff2")

    paper(SANS, "KG Text", "Regular", "KGText-Regular.ttf", wght=400)
    paper(SANS, "KG Text", "SemiBold", "KGText-SemiBold.ttf", wght=640)
    paper(FLARED, "KG Head", "SemiBold", "KGHead-SemiBold.ttf", wght=600, FLAR=100)

    for package, licence in [("source-sans-3", "OFL-SourceSans3.txt"), ("commissioner", "OFL-Commissioner.txt")]:
        for folder in (SCREEN, PAPER):
            shutil.copyfile(PUBLISHED + package + "/LICENSE", folder + licence)


def paper(source, family, style, name, **axes):
    """One fixed weight, both Latin parts in one file, outlines only."""
    parts = []
    for part, letters in [("latin", BASIC + SIGNS), ("latin-ext", EXTENDED)]:
        font = keep(pin(TTFont(source.format(part)), **axes), letters, layout=[])
        file = io.BytesIO()
        font.flavor = None
        font.save(file)
        file.seek(0)
        parts.append(file)
    font = merge.Merger().merge(parts)
    letters = [c for c in BASIC + EXTENDED + SIGNS if c in font.getBestCmap()]
    for table in font["cmap"].tables:
        for missing, near in STAND_INS.items():
            if near in table.cmap:
                table.cmap.setdefault(missing, table.cmap[near])
    font = keep(font, letters + list(STAND_INS), layout=[])
    save(rename(font, family, style), PAPER + name, None)


def pin(font, **axes):
    """Holds the axes of a variable font."""
    return instancer.instantiateVariableFont(font, axes, inplace=True)


def keep(font, letters, layout):
    """Keeps these letters and these layout features, and drops hints and glyph names."""
    options = subset.Options()
    options.layout_features = layout
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    if not layout:
        options.drop_tables += ["GDEF", "GPOS", "GSUB", "BASE", "STAT", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    return font


def rename(font, family, style):
    """Gives the cut its own name and keeps the authors' notice and licence."""
    table = font["name"]
    notice = table.getDebugName(0) or ""
    table.names = []
    words = {
        0: notice,
        1: f"{family} {style}" if style not in ("Regular", "Bold") else family,
        2: "Regular",
        3: f"{family} {style}, KoproGo cut",
        4: f"{family} {style}",
        5: "Version 1.0",
        6: f"{family.replace(' ', '')}-{style}",
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
        16: family,
        17: style,
    }
    for number, text in words.items():
        table.setName(text, number, 3, 1, 0x409)
    return font


def save(font, path, flavor):
    """Writes the same bytes each time: no dates."""
    font.flavor = flavor
    font.recalcTimestamp = False
    font["head"].modified = font["head"].created
    font.save(path)
    print(f"{os.path.getsize(path):7d} {path}")


if __name__ == "__main__":
    main()
