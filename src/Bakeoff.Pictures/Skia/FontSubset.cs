using System.Buffers.Binary;
using System.Text;

namespace Bakeoff.Pictures.Skia;

/// <summary>Leaves the outlines of unused glyphs out of a TrueType font, so that a file that embeds it is small.</summary>
/// <remarks>
/// Source: OpenType specification, tables glyf, loca, hmtx and post. Variant: glyph numbers stay, so that no other table changes; kerning,
/// substitutions and hinting programs are left out, for pictures use none of them.
/// </remarks>
internal sealed class FontSubset
{
    private const int TablesFrom = 12;
    private const int TableEntry = 16;
    private const int ComponentWordArguments = 0x0001;
    private const int ComponentScale = 0x0008;
    private const int ComponentMore = 0x0020;
    private const int ComponentTwoScales = 0x0040;
    private const int ComponentMatrix = 0x0080;

    private static readonly string[] Kept = ["OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"];

    private readonly Dictionary<string, byte[]> _whole;

    /// <param name="font">A TrueType file with long offsets to its glyphs.</param>
    public FontSubset(byte[] font) => _whole = Tables(font);

    /// <summary>Creates the smaller font file. Thread-safe.</summary>
    /// <param name="glyphs">Numbers of the glyphs to keep; parts of composite glyphs are kept with them.</param>
    public byte[] Create(IEnumerable<ushort> glyphs)
    {
        var tables = new Dictionary<string, byte[]>(_whole, StringComparer.Ordinal);
        var used = WithParts(tables["loca"], tables["glyf"], glyphs);
        var (locations, outlines) = Outlines(tables["loca"], tables["glyf"], used);
        tables["loca"] = locations;
        tables["glyf"] = outlines;
        tables["hmtx"] = Widths(tables["hmtx"], BinaryPrimitives.ReadUInt16BigEndian(tables["hhea"].AsSpan(34)), used);
        tables["post"] = Unnamed(tables["post"]);
        return Write(tables);
    }

    private static Dictionary<string, byte[]> Tables(byte[] font)
    {
        var tables = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(4)); i++)
        {
            var entry = font.AsSpan(TablesFrom + (i * TableEntry), TableEntry);
            var name = Encoding.ASCII.GetString(entry[..4]);
            if (Array.IndexOf(Kept, name) >= 0)
            {
                var start = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
                tables[name] = font.AsSpan(start, (int)BinaryPrimitives.ReadUInt32BigEndian(entry[12..])).ToArray();
            }
        }

        return tables;
    }

    private static ReadOnlySpan<byte> Outline(byte[] locations, byte[] outlines, int glyph)
    {
        var from = (int)BinaryPrimitives.ReadUInt32BigEndian(locations.AsSpan(4 * glyph));
        return outlines.AsSpan(from..(int)BinaryPrimitives.ReadUInt32BigEndian(locations.AsSpan((4 * glyph) + 4)));
    }

    private static HashSet<int> WithParts(byte[] locations, byte[] outlines, IEnumerable<ushort> glyphs)
    {
        var used = new HashSet<int>();
        var open = new Stack<int>(glyphs.Select(glyph => (int)glyph));
        while (open.TryPop(out var glyph))
        {
            if (used.Add(glyph))
            {
                foreach (var part in Parts(Outline(locations, outlines, glyph)))
                {
                    open.Push(part);
                }
            }
        }

        return used;
    }

    private static List<int> Parts(ReadOnlySpan<byte> outline)
    {
        var parts = new List<int>();
        var isComposite = outline.Length > 0 && BinaryPrimitives.ReadInt16BigEndian(outline) < 0;
        var at = 10;
        while (isComposite)
        {
            var flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            parts.Add(BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]));
            at += 4 + ((flags & ComponentWordArguments) != 0 ? 4 : 2);
            at += (flags & ComponentScale) != 0 ? 2
                : (flags & ComponentTwoScales) != 0 ? 4
                : (flags & ComponentMatrix) != 0 ? 8
                : 0;
            isComposite = (flags & ComponentMore) != 0;
        }

        return parts;
    }

    private static (byte[] Locations, byte[] Outlines) Outlines(byte[] locations, byte[] outlines, HashSet<int> used)
    {
        var newLocations = new byte[locations.Length];
        using var kept = new MemoryStream();
        for (var glyph = 0; glyph < (locations.Length / 4) - 1; glyph++)
        {
            if (used.Contains(glyph))
            {
                kept.Write(Outline(locations, outlines, glyph));
            }

            BinaryPrimitives.WriteUInt32BigEndian(newLocations.AsSpan((4 * glyph) + 4), (uint)kept.Length);
        }

        return (newLocations, kept.ToArray());
    }

    /// <summary>Zeros compress to nothing.</summary>
    private static byte[] Widths(byte[] widths, int count, HashSet<int> used)
    {
        var kept = (byte[])widths.Clone();
        for (var glyph = 0; glyph < count - 1; glyph++)
        {
            if (!used.Contains(glyph))
            {
                kept.AsSpan(4 * glyph, 4).Clear();
            }
        }

        return kept;
    }

    /// <summary>Version 3 of the table has no names of glyphs.</summary>
    private static byte[] Unnamed(byte[] post)
    {
        var kept = post[..32];
        BinaryPrimitives.WriteUInt32BigEndian(kept, 0x00030000);
        return kept;
    }

    private static byte[] Write(Dictionary<string, byte[]> tables)
    {
        var names = tables.Keys.Order(StringComparer.Ordinal).ToList();
        using var font = new MemoryStream();
        var directory = new byte[TablesFrom + (names.Count * TableEntry)];
        BinaryPrimitives.WriteUInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)names.Count);
        var power = int.Log2(names.Count);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(6), (ushort)(TableEntry << power));
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(10), (ushort)(TableEntry * (names.Count - (1 << power))));
        font.Write(directory);
        for (var i = 0; i < names.Count; i++)
        {
            var table = tables[names[i]];
            var entry = directory.AsSpan(TablesFrom + (i * TableEntry), TableEntry);
            Encoding.ASCII.GetBytes(names[i], entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], CheckSum(table));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)font.Length);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)table.Length);
            font.Write(table);
            font.Write(new byte[-table.Length & 3]);
        }

        font.Position = 0;
        font.Write(directory);
        return font.ToArray();
    }

    private static uint CheckSum(byte[] table)
    {
        var sum = 0u;
        for (var i = 0; i < table.Length; i++)
        {
            sum += (uint)table[i] << (24 - (8 * (i & 3)));
        }

        return sum;
    }
}
