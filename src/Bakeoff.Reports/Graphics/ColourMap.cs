namespace Bakeoff.Reports.Graphics;

/// <summary>Perceptual colour maps: equal steps in value look like equal steps in lightness,
/// also in grey print and to colour-blind readers.</summary>
internal sealed class ColourMap
{
    // Anchors at equal distances; between them red, green and blue are interpolated.
    private readonly byte[] _palette = new byte[256 * 3];

    private ColourMap(params ReadOnlySpan<uint> anchors)
    {
        for (var i = 0; i < 256; i++)
        {
            var position = i * (anchors.Length - 1) / 255.0;
            var low = Math.Min((int)position, anchors.Length - 2);
            var share = position - low;
            for (var channel = 0; channel < 3; channel++)
            {
                var shift = 16 - (8 * channel);
                var a = (anchors[low] >> shift) & 0xFF;
                var b = (anchors[low + 1] >> shift) & 0xFF;
                _palette[(i * 3) + channel] = (byte)Math.Round(a + ((b - (double)a) * share), MidpointRounding.AwayFromZero);
            }
        }
    }

    /// <summary>For spectrograms: dark violet to pale yellow, lightness rising evenly.</summary>
    public static ColourMap Heat { get; } =
        new(0x0A0822, 0x2A0F5A, 0x52137C, 0x7C2382, 0xA63279, 0xCE4468, 0xEC6253, 0xF98E52, 0xFDBD6F, 0xFCEBA8);

    /// <summary>256 entries of red, green, blue.</summary>
    public ReadOnlySpan<byte> Palette => _palette;

    /// <summary>Palette index of a share between 0 and 1; what is no number counts as 0.</summary>
    public static byte Index(double share) =>
        double.IsNaN(share) ? (byte)0 : (byte)Math.Round(Math.Clamp(share, 0, 1) * 255, MidpointRounding.AwayFromZero);
}
