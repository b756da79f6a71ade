#!/usr/bin/python3
"""Make further training pages for the channel: more fonts and stamps than make_ocr.py draws by itself.

usage: pages.py TOOLS PARAS.txt OUT.jsonl SEED PAGES [CONDITIONS]

TOOLS is the folder of make_ocr.py; PARAS.txt holds a paragraph a line and an empty line between
documents.  Pages that OCR could not read at all are left out: a line in seven lost, a quarter of
the letters junk, or less than six letters in ten alike.  mkdict takes the pages of several runs,
concatenated and compressed by zstd, under the name and hash that dictionaries/manifest.tsv gives.
"""
import difflib, glob, json, os, random, sys
from PIL import ImageFont

tools, paras, out, seed, pages = sys.argv[1:6]
conds = sys.argv[6] if len(sys.argv) > 6 else 'engbad,viebad,engbin,engbad,viebad,engascii'
sys.path.insert(0, tools)
import make_ocr
from textfold import fold

NAMES = '''arimo-bold carlito-regular charissil-regular cousine-regular dejavusans freemono freesans
freeserifbold freeserifitalic gentium-r linbiolinum_r linbiolinum_rb linbiolinum_ri notosans-regular
notoserif-bold notoserif-italic opensans-regular roboto-regular'''.split()


def further_fonts():
    """The installed fonts of NAMES that have the Vietnamese letters."""
    found = {}
    for p in glob.glob('/usr/share/fonts/**/*.[to]tf', recursive=True):
        name = os.path.basename(p).lower().split('.')[0]
        if name in NAMES:
            f = ImageFont.truetype(p, 30)
            if all(bytes(f.getmask(c)) != bytes(f.getmask('\uE123')) for c in 'ậữợđẵỡ'):
                found[name] = p
    return found


plain_scribble = make_ocr.scribble


def scribble(d, rnd, m, H, W):
    """A scribble in the margin, or a faint round stamp over the text."""
    if rnd.random() < .5:
        return plain_scribble(d, rnd, m, H, W)
    x, y, r, c = rnd.randint(m, W - m), rnd.randint(60, H - 60), rnd.randint(40, 110), rnd.randint(90, 190)
    for k in range(rnd.randint(1, 3)):
        d.ellipse([x - r + 7 * k, y - r + 7 * k, x + r - 7 * k, y + r - 7 * k], outline=c, width=rnd.randint(1, 3))


def readable(page):
    gold = sum(len(x['gold']) for x in page['lines'])
    lost = sum(len(x['gold']) for x in page['lines'] if not x['ocr'])
    junk = sum(len(x['ocr']) for x in page['lines'] if not x['gold'])
    alike = sum(difflib.SequenceMatcher(None, fold(x['gold']).lower(), fold(x['ocr']).lower(), autojunk=False).ratio() * len(x['gold'])
                for x in page['lines'] if x['gold'] and x['ocr'])
    return lost <= .15 * gold and junk <= .25 * gold and alike >= .6 * max(1, gold - lost)


more = further_fonts()
make_ocr.FONTS.update(more)
make_ocr.scribble = scribble
fonts = ['tinos'] * 6 + ['tinosbold'] * 2 + ['tinositalic'] * 2 + ['freeserif', 'notoserif', 'arimo'] + sorted(more)
sys.argv = ['make_ocr', paras, out + '.all', '--seed', seed, '--pages', pages, '--conds', conds, '--jobs', '1', '--fonts', ','.join(fonts)]
make_ocr.main()
with open(out + '.all', encoding='utf-8') as f, open(out, 'w', encoding='utf-8') as o:
    o.writelines(line for line in f if readable(json.loads(line)))
os.remove(out + '.all')
