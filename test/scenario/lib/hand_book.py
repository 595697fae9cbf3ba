"""usage: hand_book.py excel|wps FROM.csv TO.xlsx

The rows as XML written by hand, part for part as Excel and WPS write theirs. Excel: a title over merged cells, shared
strings (headings of two runs with a star, phonetic hints), days as serials of 1900. WPS: days as serials of 1904, no
dimension, text with preserved blanks, parts in another place and another order."""
import csv
import datetime
import re
import sys
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def column(i):
    return (chr(64 + i // 26) if i >= 26 else "") + chr(65 + i % 26)


def serial(text, epoch):
    return (datetime.date.fromisoformat(text) - epoch).days


class Book:
    def __init__(self, how):
        self.how, self.strings = how, []
        self.epoch = datetime.date(1899, 12, 30) if how == "excel" else datetime.date(1904, 1, 1)

    def string(self, xml):
        self.strings.append(xml)
        return len(self.strings) - 1

    def cell(self, at, row, text, heading):
        ref = "%s%d" % (column(at), row)
        if not text:
            return '<c r="%s" s="1"/>' % ref
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return '<c r="%s" s="2"><v>%d</v></c>' % (ref, serial(text, self.epoch))
        if heading and self.how == "excel":
            xml = ('<si><r><rPr><sz val="11"/><color rgb="FFFF0000"/></rPr><t>*</t></r><r><rPr><sz val="11"/></rPr>'
                   '<t>%s</t></r><phoneticPr fontId="1" type="noConversion"/></si>' % escape(text))
        elif self.how == "excel":
            xml = '<si><t>%s</t><rPh sb="0" eb="1"><t>ruby</t></rPh></si>' % escape(text)
        else:
            xml = '<si><t xml:space="preserve"> %s </t></si>' % escape(text)
        return '<c r="%s" s="1" t="s"><v>%d</v></c>' % (ref, self.string(xml))

    def sheet(self, rows):
        first, out = (2, ['<row r="1" spans="1:%d" ht="24" customHeight="1"><c r="A1" s="1" t="s"><v>%d</v></c></row>' % (
            len(rows[0]), self.string("<si><t>花名册</t></si>"))]) if self.how == "excel" else (1, [])
        for i, cells in enumerate(rows):
            row = first + i
            out.append('<row r="%d" x14ac:dyDescent="0.2">%s</row>' % (
                row, "".join(self.cell(at, row, text, i == 0) for at, text in enumerate(cells))))
        last = "%s%d" % (column(len(rows[0]) - 1), first + len(rows) - 1)
        return (HEAD + '<worksheet xmlns="%s" xmlns:r="%s" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
                ' mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">%s'
                '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="14.25"/>'
                '<sheetData>%s</sheetData>%s<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3"'
                ' footer="0.3"/></worksheet>') % (
            MAIN, REL, '<dimension ref="A1:%s"/>' % last if self.how == "excel" else "", "".join(out),
            '<mergeCells count="1"><mergeCell ref="A1:%s1"/></mergeCells>' % column(len(rows[0]) - 1)
            if self.how == "excel" else "")

    def parts(self, rows):
        sheet = "worksheets/sheet1.xml" if self.how == "excel" else "worksheets/sheet7.xml"
        body = self.sheet(rows)
        shared = HEAD + '<sst xmlns="%s" count="%d" uniqueCount="%d">%s</sst>' % (
            MAIN, len(self.strings), len(self.strings), "".join(self.strings))
        day = ('<numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy\\-mm\\-dd"/></numFmts>', 176) \
            if self.how == "wps" else ("", 14)
        styles = HEAD + ('<styleSheet xmlns="%s">%s<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
                         '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
                         '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="49"'
                         ' applyNumberFormat="1"/><xf numFmtId="%d" applyNumberFormat="1"/></cellXfs></styleSheet>') % (MAIN, *day)
        book = HEAD + ('<workbook xmlns="%s" xmlns:r="%s"><fileVersion appName="xl" lastEdited="3" lowestEdited="5"/>'
                       '<workbookPr%s defaultThemeVersion="124226"/><bookViews><workbookView windowWidth="28800"/></bookViews>'
                       '<sheets><sheet name="花名册" sheetId="3" r:id="rId9"/></sheets><calcPr calcId="144525"/></workbook>') % (
            MAIN, REL, ' date1904="1"' if self.how == "wps" else "")
        rels = HEAD + '<Relationships xmlns="%s/relationships">%s</Relationships>' % (PACKAGE, "".join(
            '<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (i, REL, kind, to) for i, kind, to in (
                ("rId9", "worksheet", sheet), ("rId2", "styles", "styles.xml"), ("rId3", "sharedStrings", "sharedStrings.xml"))))
        top = HEAD + ('<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/officeDocument"'
                      ' Target="xl/workbook.xml"/></Relationships>') % (PACKAGE, REL)
        types = HEAD + ('<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
                        '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>%s</Types>') % (
            PACKAGE, "".join('<Override PartName="/xl/%s" ContentType="%s%s+xml"/>' % (name, TYPE, kind) for name, kind in (
                ("workbook.xml", "sheet.main"), (sheet, "worksheet"), ("styles.xml", "styles"),
                ("sharedStrings.xml", "sharedStrings"))))
        all_parts = [("[Content_Types].xml", types), ("_rels/.rels", top), ("xl/workbook.xml", book),
                     ("xl/_rels/workbook.xml.rels", rels), ("xl/" + sheet, body), ("xl/styles.xml", styles),
                     ("xl/sharedStrings.xml", shared)]
        return all_parts if self.how == "excel" else all_parts[::-1]


def main():
    how, source, to = sys.argv[1:4]
    rows = list(csv.reader(open(source, encoding="utf-8-sig")))
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in Book(how).parts(rows):
            out.writestr(name, text)


main()
