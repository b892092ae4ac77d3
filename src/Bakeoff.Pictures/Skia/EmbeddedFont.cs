using System.Text;
using SkiaSharp;

namespace Bakeoff.Pictures.Skia;

/// <summary>DejaVu Sans in one weight, out of this assembly: pictures do not depend on the fonts of the machine.</summary>
internal sealed class EmbeddedFont
{
    private static readonly Lazy<EmbeddedFont> RegularFont = new(() => new EmbeddedFont("DejaVuSans.ttf"));
    private static readonly Lazy<EmbeddedFont> BoldFont = new(() => new EmbeddedFont("DejaVuSans-Bold.ttf"));

    private readonly FontSubset _outlines;

    private EmbeddedFont(string name)
    {
        using var stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream($"Bakeoff.Pictures.Fonts.{name}")!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        _outlines = new FontSubset(file);
        Typeface = Load(file);
    }

    public static EmbeddedFont Regular => RegularFont.Value;

    public static EmbeddedFont Bold => BoldFont.Value;

    /// <summary>The whole font.</summary>
    public SKTypeface Typeface { get; }

    /// <summary>True if the font draws the character, or the character draws nothing.</summary>
    public bool HasGlyph(Rune rune) => Typeface.GetGlyph(rune.Value) != 0;

    /// <summary>The font with the outlines of these texts alone; all other properties and glyph numbers stay.</summary>
    /// <remarks>The caller disposes of it.</remarks>
    public SKTypeface Subset(IEnumerable<string> texts) =>
        Load(_outlines.Create(texts.SelectMany(text => Typeface.GetGlyphs(text)).Append((ushort)0)));

    private static SKTypeface Load(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        return SKTypeface.FromData(data);
    }
}
