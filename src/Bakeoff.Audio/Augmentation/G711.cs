using Bakeoff.Audio.Decoding;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Companding laws of ITU-T G.711, by which telephone networks code 8 bits a sample.</summary>
public enum CompandingLaw
{
    /// <summary>A-law: Europe and most of the world.</summary>
    ALaw,

    /// <summary>Mu-law: North America and Japan.</summary>
    MuLaw,
}

/// <summary>Codes samples by ITU-T G.711.</summary>
/// <remarks>
/// Source: ITU-T G.711, tables 1 and 2, in the arithmetic of the reference programs of ITU-T G.191. Decoding is <see cref="SampleConverter"/>'s.
/// Determinism: integers only.
/// </remarks>
internal static class G711
{
    private const int ALawInversion = 0x55;
    private const int Positive = 0x80;
    private const int MuLawBias = 33;
    private const int MuLawLargest = 0x1FFF;

    /// <summary>Codes a sample of 16 bits.</summary>
    /// <param name="sample">The sample; A-law keeps its 13 highest bits, mu-law 14.</param>
    /// <param name="law">The law.</param>
    public static byte Encode(short sample, CompandingLaw law) => law == CompandingLaw.ALaw ? EncodeALaw(sample) : EncodeMuLaw(sample);

    /// <summary>Codes samples and decodes them again.</summary>
    /// <param name="samples">Samples, full scale at -1 and 1; changed in place. What is beyond full scale is clipped.</param>
    /// <param name="law">The law.</param>
    public static void RoundTrip(Span<float> samples, CompandingLaw law)
    {
        var codes = new byte[samples.Length];
        for (var n = 0; n < codes.Length; n++)
        {
            var rounded = Math.Round(samples[n] * 32768.0, MidpointRounding.ToEven);
            codes[n] = Encode((short)Math.Clamp(rounded, short.MinValue, short.MaxValue), law);
        }

        SampleConverter.Convert(codes, law == CompandingLaw.ALaw ? SampleEncoding.ALaw : SampleEncoding.MuLaw, isBigEndian: false, samples);
    }

    // The magnitude of a negative sample is that of its complement, as in G.191.
    private static byte EncodeALaw(short sample)
    {
        var code = (sample < 0 ? ~sample : sample) >> 4;
        if (code > 15)
        {
            var segment = 1;
            for (; code > 31; code >>= 1)
            {
                segment++;
            }

            code += (segment << 4) - 16;
        }

        return (byte)((sample < 0 ? code : code | Positive) ^ ALawInversion);
    }

    private static byte EncodeMuLaw(short sample)
    {
        var magnitude = Math.Min(((sample < 0 ? ~sample : sample) >> 2) + MuLawBias, MuLawLargest);
        var segment = 1;
        for (var rest = magnitude >> 6; rest != 0; rest >>= 1)
        {
            segment++;
        }

        var code = ((8 - segment) << 4) | (15 - ((magnitude >> segment) & 15));
        return (byte)(sample < 0 ? code : code | Positive);
    }
}
