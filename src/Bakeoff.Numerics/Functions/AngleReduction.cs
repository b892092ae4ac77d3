namespace Bakeoff.Numerics;

/// <summary>Reduction of large angles modulo pi / 2 with as many bits of 2 / pi as the angle needs.</summary>
/// <remarks>
/// Source: M. H. Payne, R. N. Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18(1), 1983. Integer arithmetic
/// until the last step.
/// </remarks>
internal static class AngleReduction
{
    // 2 / pi after the binary point, 1280 bits.
    private static readonly ulong[] TwoOverPi =
    [
        0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0,
        0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4,
        0x9C845F8BBDF9283B, 0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D,
        0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
    ];

    /// <summary>x = quadrant pi / 2 + r + low with |r| &lt;= pi / 4, for a finite |x| of at least 2^11.</summary>
    public static (int Quadrant, double R, double Low) Reduce(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var mantissa = (ulong)(bits & 0xFFFFFFFFFFFFF) | (1UL << 52);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1075;

        // |x| = mantissa 2^exponent. Bits of 2 / pi that weigh 4 or more after the product only add whole turns: skip them, keep the next
        // 192.
        var skipped = Math.Max(exponent - 2, 0);
        var shift = exponent - skipped;
        var (w0, w1, w2) = (Word(skipped), Word(skipped + 64), Word(skipped + 128));

        // mantissa (w0 w1 w2), modulo 1 and without the last bits.
        var high2 = Math.BigMul(mantissa, w2, out _);
        var high1 = Math.BigMul(mantissa, w1, out var low1);
        var low0 = mantissa * w0;
        var fraction = new UInt128(low0, 0) + new UInt128(high1, low1) + high2;

        // The product is 2^shift (whole + fraction), fraction in units of 2^-128; shift is 2, or less for an angle below 2^55.
        var whole = Math.BigMul(mantissa, w0, out _) + (fraction < new UInt128(low0, 0) ? 1UL : 0UL);
        var (quadrant, rest) = shift switch
        {
            0 => ((int)(whole & 3), fraction),
            > 0 => ((int)(((whole << shift) | (ulong)(fraction >> (128 - shift))) & 3), fraction << shift),
            _ => ((int)((whole >> -shift) & 3), (fraction >> -shift) | (new UInt128(whole, 0) << (64 + shift))),
        };

        var isNegative = (rest >> 127) != 0;
        if (isNegative)
        {
            rest = UInt128.Zero - rest;
            quadrant++;
        }

        return Scale(rest, isNegative, quadrant, bits < 0);
    }

    private static (int Quadrant, double R, double Low) Scale(UInt128 rest, bool isNegative, int quadrant, bool angleIsNegative)
    {
        // rest 2^-128 quarter turns, in two doubles, times pi / 2.
        var zeros = (int)UInt128.LeadingZeroCount(rest);
        var aligned = rest << zeros;
        const double LastBit = 1.0 / (1L << 53);
        var high = ((ulong)(aligned >> 64) >> 11) * LastBit;
        var low = ((ulong)(aligned >> 22) & 0x1FFFFFFFFFFFFF) * (LastBit * LastBit);
        var scale = BitConverter.Int64BitsToDouble((long)(1023 - zeros) << 52);
        const double HalfPi = 1.5707963267948966;
        const double HalfPiLow = 6.123233995736766e-17;
        var product = high * HalfPi;
        var rest2 = Math.FusedMultiplyAdd(high, HalfPi, -product) + Math.FusedMultiplyAdd(high, HalfPiLow, low * HalfPi);
        var sign = isNegative != angleIsNegative ? -scale : scale;
        return (angleIsNegative ? -quadrant : quadrant, sign * product, sign * rest2);
    }

    /// <summary>64 bits of 2 / pi from a bit position on.</summary>
    private static ulong Word(int position)
    {
        var (index, offset) = (position >> 6, position & 63);
        var next = index + 1 < TwoOverPi.Length ? TwoOverPi[index + 1] : 0;
        return offset == 0 ? TwoOverPi[index] : (TwoOverPi[index] << offset) | (next >> (64 - offset));
    }
}
