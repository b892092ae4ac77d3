namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Decodes a predictor's residual: partitions of Rice codes, or of plain numbers after an escape code.</summary>
internal static class FlacResidual
{
    /// <summary>Decodes the residual of one channel.</summary>
    /// <param name="bits">Reader at the coding method.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="order">Samples at the start that have none.</param>
    /// <param name="samples">[block size] receives the residual from <paramref name="order"/> on.</param>
    public static void Decode(FlacBits bits, string name, int order, Span<long> samples)
    {
        var start = bits.ByteOffset;
        var method = (int)bits.ReadUnsigned(2);
        var partitionOrder = (int)bits.ReadUnsigned(4);
        var partitionLength = samples.Length >> partitionOrder;
        if (method > 1 || partitionLength << partitionOrder != samples.Length || partitionLength < order)
        {
            throw SampleLayoutRules.Broken(
                name, start, $"coding of the residual at byte {start}",
                $"method {method} with 2^{partitionOrder} partitions of {samples.Length} samples, {order} of them before it",
                $"method 0 or 1 and equal partitions");
        }

        var parameterBits = method == 0 ? 4 : 5;
        var at = order;
        for (var end = partitionLength; end <= samples.Length; end += partitionLength)
        {
            DecodePartition(bits, name, parameterBits, samples[at..end]);
            at = end;
        }
    }

    private static void DecodePartition(FlacBits bits, string name, int parameterBits, Span<long> residual)
    {
        var parameter = (int)bits.ReadUnsigned(parameterBits);
        if (parameter == (1 << parameterBits) - 1)
        {
            var width = (int)bits.ReadUnsigned(5);
            foreach (ref var value in residual)
            {
                value = bits.ReadSigned(width);
            }

            return;
        }

        var most = uint.MaxValue >> parameter;
        foreach (ref var value in residual)
        {
            var quotient = bits.ReadUnary();
            if (quotient > most)
            {
                throw SampleLayoutRules.Broken(name, bits.ByteOffset, $"residual before byte {bits.ByteOffset} needs more than 32 bits");
            }

            // Even numbers stand for 0, 1, 2, ..., odd ones for -1, -2, ...
            var folded = (quotient << parameter) | (long)bits.ReadUnsigned(parameter);
            value = (folded >> 1) ^ -(folded & 1);
        }
    }
}
