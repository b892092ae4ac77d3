using System.Reflection;
using NLayer;

namespace Bakeoff.Codecs.Mpeg;

/// <summary>Corrects a table of NLayer 3.0.1, which leaves out the last of the thirteen bands of short blocks.</summary>
/// <remarks>
/// A short block's lines lie band by band, three windows in each, and each window has a gain of its own. NLayer notes the window of every
/// line for twelve bands only, so that the highest lines of the second and third window got the gain of the first: up to full scale of
/// wrong sound in what LAME makes of clicks. The table is private, therefore it is reached by its name; a test decodes such a file.
/// </remarks>
internal static class ShortBlockWindows
{
    private const int WindowCount = 3;
    private const int LastBand = 12;

    private static readonly FieldInfo LayerThree = FieldOf(typeof(MpegFrameDecoder), "_layerIIIDecoder");
    private static readonly FieldInfo Windows = FieldOf(LayerThree.FieldType, "_cbwLookupS");
    private static readonly FieldInfo Bands = FieldOf(LayerThree.FieldType, "_sfBandIndexS");

    /// <summary>Corrects the table of a decoder that has decoded one frame.</summary>
    public static void Correct(MpegFrameDecoder decoder)
    {
        var layer = LayerThree.GetValue(decoder);
        var bands = (int[])Bands.GetValue(layer)!;
        var windows = (byte[])Windows.GetValue(layer)!;
        var width = bands[LastBand + 1] - bands[LastBand];
        for (var window = 0; window < WindowCount; window++)
        {
            windows.AsSpan((WindowCount * bands[LastBand]) + (window * width), width).Fill((byte)window);
        }
    }

    private static FieldInfo FieldOf(Type type, string name) =>
        type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new InvalidOperationException($"{type} has no field {name}: this is another version of NLayer.");
}
