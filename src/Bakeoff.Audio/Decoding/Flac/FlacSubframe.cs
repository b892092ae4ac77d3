namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Decodes one channel of one frame: constant, verbatim, or predicted with a coded residual.</summary>
internal static class FlacSubframe
{
    private const int MostFixedOrder = 4;
    private const int FirstLpcType = 32;

    /// <summary>Weights of up to four samples before, oldest first: differences of order 0 to 4 continued.</summary>
    private static readonly long[][] FixedCoefficients =
    [
        [],
        [1],
        [-1, 2],
        [1, -3, 3],
        [-1, 4, -6, 4],
    ];

    /// <summary>Decodes all samples of a channel.</summary>
    /// <param name="bits">Reader at the subframe's header.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="sampleBits">Bits of one sample of this channel: one more than the stream's for a difference.</param>
    /// <param name="samples">[block size] receives the samples.</param>
    public static void Decode(FlacBits bits, string name, int sampleBits, Span<long> samples)
    {
        var start = bits.ByteOffset;
        var padding = bits.ReadUnsigned(1);
        var type = (int)bits.ReadUnsigned(6);
        var wasted = bits.ReadUnsigned(1) == 0 ? 0 : bits.ReadUnary() + 1;
        if (padding != 0 || wasted >= sampleBits)
        {
            throw SampleLayoutRules.Broken(
                name,
                start,
                $"subframe at byte {start} leaves {{value}} bits unused",
                $"{wasted}",
                $"fewer than {sampleBits} after a zero bit");
        }

        var usedBits = sampleBits - (int)wasted;
        switch (type)
        {
            case 0:
                samples.Fill(bits.ReadSigned(usedBits));
                break;
            case 1:
                ReadPlain(bits, usedBits, samples);
                break;
            case >= 8 and <= 8 + MostFixedOrder:
                DecodeFixed(bits, name, usedBits, type - 8, samples);
                break;
            case >= FirstLpcType:
                DecodeLinear(bits, name, usedBits, type - FirstLpcType + 1, samples);
                break;
            default:
                throw SampleLayoutRules.Broken(
                    name,
                    start,
                    $"type of the subframe at byte {start}",
                    $"{type}",
                    $"one that the format does not reserve");
        }

        if (wasted > 0)
        {
            foreach (ref var sample in samples)
            {
                sample <<= (int)wasted;
            }
        }
    }

    private static void ReadPlain(FlacBits bits, int sampleBits, Span<long> samples)
    {
        foreach (ref var sample in samples)
        {
            sample = bits.ReadSigned(sampleBits);
        }
    }

    private static void DecodeFixed(FlacBits bits, string name, int sampleBits, int order, Span<long> samples)
    {
        ReadWarmUp(bits, name, sampleBits, order, samples);
        FlacResidual.Decode(bits, name, order, samples);
        Predict(FixedCoefficients[order], shift: 0, samples);
    }

    private static void DecodeLinear(FlacBits bits, string name, int sampleBits, int order, Span<long> samples)
    {
        ReadWarmUp(bits, name, sampleBits, order, samples);
        var at = bits.ByteOffset;
        var precision = (int)bits.ReadUnsigned(4) + 1;
        var shift = (int)bits.ReadSigned(5);
        if (precision == 16 || shift < 0)
        {
            throw SampleLayoutRules.Broken(
                name,
                at,
                $"predictor at byte {at}",
                $"of {precision} bits with a shift of {shift}",
                $"at most 15 bits and a shift of at least 0");
        }

        Span<long> coefficients = stackalloc long[order];
        for (var i = order - 1; i >= 0; i--)
        {
            coefficients[i] = bits.ReadSigned(precision);
        }

        FlacResidual.Decode(bits, name, order, samples);
        Predict(coefficients, shift, samples);
    }

    private static void ReadWarmUp(FlacBits bits, string name, int sampleBits, int order, Span<long> samples)
    {
        if (order > samples.Length)
        {
            throw SampleLayoutRules.Broken(
                name,
                bits.ByteOffset,
                $"order of the predictor at byte {bits.ByteOffset}",
                $"{order}",
                $"at most the {samples.Length} samples of the frame");
        }

        ReadPlain(bits, sampleBits, samples[..order]);
    }

    /// <summary>
    /// Adds to each residual the weighted sum of the samples before it. 64 bits hold every sum of a sound stream; a damaged one may wrap
    /// and fails its checksum.
    /// </summary>
    private static void Predict(ReadOnlySpan<long> coefficients, int shift, Span<long> samples)
    {
        var order = coefficients.Length;
        for (var n = order; n < samples.Length; n++)
        {
            var before = samples.Slice(n - order, coefficients.Length);
            var sum = 0L;
            for (var i = 0; i < coefficients.Length; i++)
            {
                sum += coefficients[i] * before[i];
            }

            samples[n] += sum >> shift;
        }
    }
}
