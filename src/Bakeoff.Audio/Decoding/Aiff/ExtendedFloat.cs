using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding.Aiff;

/// <summary>
/// The 80-bit float in which AIFF stores its sample rate: sign and 15-bit exponent, then a 64-bit mantissa with explicit leading one.
/// </summary>
internal static class ExtendedFloat
{
    /// <summary>Stored length.</summary>
    public const int Bytes = 10;

    private const int ExponentBias = 16383;
    private const int MantissaBits = 63;

    /// <summary>Reads the value; NaN for infinities and NaN, which no sample rate is.</summary>
    public static double Read(ReadOnlySpan<byte> bytes)
    {
        var signAndExponent = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var mantissa = BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        var exponent = signAndExponent & 0x7FFF;
        if (exponent == 0x7FFF)
        {
            return double.NaN;
        }

        var magnitude = Math.ScaleB((double)mantissa, exponent - ExponentBias - MantissaBits);
        return (signAndExponent & 0x8000) == 0 ? magnitude : -magnitude;
    }
}
