using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>Radices and twiddle factors of a complex transform of one length, in one precision.</summary>
internal sealed class FftPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Builds the tables of a transform of <paramref name="length"/> complex numbers.</summary>
    public FftPlan(int length)
    {
        Length = length;
        Radices = Factor(length);
        Twiddles = new T[Radices.Length][];
        Roots = new T[Radices.Length][];
        var size = length;
        for (var level = 0; level < Radices.Length; level++)
        {
            var radix = Radices[level];
            Twiddles[level] = LevelTwiddles(size, radix);
            Roots[level] = radix is 2 or 4 ? [] : RadixRoots(radix);
            size /= radix;
        }

        RealTwiddles = RealFactors(length);
    }

    /// <summary>Complex numbers in and out.</summary>
    public int Length { get; }

    /// <summary>Radix of each level, the last combination first; their product is the length.</summary>
    public int[] Radices { get; }

    /// <summary>
    /// For each level, for each k below size / radix, exp(-2 pi i j k / size) for j = 1 .. radix - 1, real and imaginary part in turn.
    /// </summary>
    public T[][] Twiddles { get; }

    /// <summary>For each level of another radix than 2 and 4, exp(-2 pi i j / radix) for j = 0 .. radix - 1.</summary>
    public T[][] Roots { get; }

    /// <summary>exp(-pi i k / length) for k = 0 .. length / 2: what joins the two halves of a real transform of twice the length.</summary>
    public T[] RealTwiddles { get; }

    private static int[] Factor(int length)
    {
        var radices = new List<int>();
        while (length % 4 == 0)
        {
            radices.Add(4);
            length /= 4;
        }

        for (var prime = 2; length > 1; prime++)
        {
            while (length % prime == 0)
            {
                radices.Add(prime);
                length /= prime;
            }
        }

        return [.. radices];
    }

    private static T[] LevelTwiddles(int size, int radix)
    {
        var twiddles = new List<T>();
        for (var k = 0; k < size / radix; k++)
        {
            for (var j = 1; j < radix; j++)
            {
                Add(twiddles, (int)((long)j * k % size), size);
            }
        }

        return [.. twiddles];
    }

    private static T[] RadixRoots(int radix)
    {
        var roots = new List<T>();
        for (var j = 0; j < radix; j++)
        {
            Add(roots, j, radix);
        }

        return [.. roots];
    }

    private static T[] RealFactors(int length)
    {
        var factors = new List<T>();
        for (var k = 0; k <= length / 2; k++)
        {
            Add(factors, k, 2 * length);
        }

        return [.. factors];
    }

    private static void Add(List<T> target, int numerator, int denominator)
    {
        var (sin, cos) = DeterministicMath.SinCosOfTurn(numerator, denominator);
        target.Add(T.CreateTruncating(cos));
        target.Add(T.CreateTruncating(-sin));
    }
}
