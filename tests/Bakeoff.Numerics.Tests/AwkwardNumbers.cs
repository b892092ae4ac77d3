namespace Bakeoff.Numerics.Tests;

/// <summary>Numbers that break careless kernels, and comparison of results by their bits.</summary>
internal static class AwkwardNumbers
{
    private static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, 1.1754942e-38f, 1.17549435e-38f, float.MaxValue, -float.MaxValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 3e-20f, -7e19f, 16777216f, 0.33333334f,
    ];

    /// <summary>Ordinary numbers of mixed size; one in <paramref name="oneIn"/> is special, none when it is 0.</summary>
    public static float[] Array(SeededRandom random, int length, int oneIn)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = oneIn > 0 && random.NextInt32(oneIn) == 0
                ? Special[random.NextInt32(Special.Length)]
                : (float)random.NextGaussian() * (random.NextInt32(8) == 0 ? 1e-3f : 1f);
        }

        return values;
    }

    /// <summary>The bits of each number; every NaN counts as the same, since IEEE 754 leaves sign and payload of a new NaN open.</summary>
    public static uint[] Bits(ReadOnlySpan<float> values)
    {
        var bits = new uint[values.Length];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.SingleToUInt32Bits(float.IsNaN(values[i]) ? float.NaN : values[i]);
        }

        return bits;
    }
}
