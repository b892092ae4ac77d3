using System.Buffers.Binary;

namespace Bakeoff.Codecs.Mpeg;

/// <summary>Header of one frame of MPEG audio, layer 3.</summary>
/// <param name="Bits">Its four bytes, the first one highest.</param>
internal readonly record struct Mp3Header(uint Bits)
{
    /// <summary>Bytes of a header.</summary>
    public const int Bytes = 4;

    private const int LayerThree = 1;
    private const int Mono = 3;

    private static readonly int[] KilobitsOfVersion1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] KilobitsOfVersion2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] RatesOfVersion1 = [44_100, 48_000, 32_000];

    /// <summary>Divisor of the sample rates: 1 for MPEG-1, 2 for MPEG-2, 4 for its extension to low rates, MPEG-2.5.</summary>
    public int RateDivisor => ((Bits >> 19) & 3) switch { 3 => 1, 2 => 2, _ => 4 };

    /// <summary>True for MPEG-1, whose frames have two granules.</summary>
    public bool IsVersion1 => RateDivisor == 1;

    /// <summary>True where two bytes of checksum follow.</summary>
    public bool HasChecksum => (Bits & 0x1_0000) == 0;

    /// <summary>Index of the bit rate; 0 for a free one.</summary>
    public int BitRateIndex => (int)(Bits >> 12) & 15;

    /// <summary>Index of the sample rate.</summary>
    public int SampleRateIndex => (int)(Bits >> 10) & 3;

    /// <summary>0 stereo, 1 joint stereo, 2 two channels, 3 mono.</summary>
    public int ChannelMode => (int)(Bits >> 6) & 3;

    /// <summary>Intensity (1) and middle and side (2) stereo, in joint stereo.</summary>
    public int ModeExtension => (int)(Bits >> 4) & 3;

    /// <summary>Channels.</summary>
    public int ChannelCount => ChannelMode == Mono ? 1 : 2;

    /// <summary>Samples a second.</summary>
    public int SampleRateHz => RatesOfVersion1[SampleRateIndex] / RateDivisor;

    /// <summary>Bits a second; 0 where the rate is free.</summary>
    public int BitRate => 1000 * (IsVersion1 ? KilobitsOfVersion1 : KilobitsOfVersion2)[BitRateIndex];

    /// <summary>Samples of each channel.</summary>
    public int SampleCount => IsVersion1 ? 1152 : 576;

    /// <summary>Bytes of the frame with this header.</summary>
    public int FrameBytes => (SampleCount / 8 * BitRate / SampleRateHz) + (int)((Bits >> 9) & 1);

    /// <summary>Bytes of the side information.</summary>
    public int SideBytes => (IsVersion1, ChannelCount) switch { (true, 2) => 32, (false, 1) => 9, _ => 17 };

    /// <summary>Bytes before the main data.</summary>
    public int BytesBeforeData => Bytes + (HasChecksum ? 2 : 0) + SideBytes;

    /// <summary>Reads a header; null where the bytes are none of layer 3.</summary>
    public static Mp3Header? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes)
        {
            return null;
        }

        var bits = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var isHeader = bits >> 21 == 0x7FF
            && ((bits >> 19) & 3) != 1
            && ((bits >> 17) & 3) == LayerThree
            && ((bits >> 12) & 15) != 15
            && ((bits >> 10) & 3) != 3;
        return isHeader ? new Mp3Header(bits) : null;
    }

    /// <summary>True if both belong to one recording: version, rate and number of channels agree.</summary>
    public bool FitsTo(Mp3Header other) =>
        (RateDivisor, SampleRateIndex, ChannelCount) == (other.RateDivisor, other.SampleRateIndex, other.ChannelCount);
}
