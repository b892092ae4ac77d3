namespace Bakeoff.Reports.Grammar;

/// <summary>Powers and logarithms to the base ten from exact operations only, so that every machine draws the same picture.</summary>
internal static class DecimalPowers
{
    private const double NaturalLogarithmOf2 = 0.6931471805599453;
    private const double NaturalLogarithmOf10 = 2.302585092994046;

    /// <summary>Ten to a whole power, -300..300.</summary>
    public static double Power(int exponent)
    {
        var result = 1.0;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            result *= 10;
        }

        return exponent < 0 ? 1 / result : result;
    }

    /// <summary>The largest power of ten that is not above a positive number, as its exponent.</summary>
    public static int Exponent(double value)
    {
        var exponent = 0;
        while (exponent < 300 && Power(exponent + 1) <= value)
        {
            exponent++;
        }

        while (exponent > -300 && Power(exponent) > value)
        {
            exponent--;
        }

        return exponent;
    }

    /// <summary>Logarithm to the base ten of a positive normal number, good to about 14
    /// digits: series of the inverse hyperbolic tangent.</summary>
    public static double Log10(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        var t = (mantissa - 1) / (mantissa + 1);
        var square = t * t;
        var sum = 0.0;
        for (var k = 19; k >= 1; k -= 2)
        {
            sum = (sum * square) + (1.0 / k);
        }

        return ((2 * t * sum) + (exponent * NaturalLogarithmOf2)) / NaturalLogarithmOf10;
    }
}
