using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bakeoff.Numerics.Tests;

/// <summary>One hash over results of everything that Bakeoff.Numerics computes.</summary>
internal static class Fingerprint
{
    /// <summary>SHA-256 in hexadecimal.</summary>
    public static string Compute(WorkerPool pool)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddRandom(hash);
        AddMath(hash);
        AddGemm(hash, pool);
        AddFft(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(values));

    private static void AddRandom(IncrementalHash hash)
    {
        var random = new SeededRandom(2010, "bits");
        var singles = new float[1000];
        random.FillSingles(3, singles);
        Add<float>(hash, singles);
        Add<double>(hash, Draw(500, random.NextGaussian));
        Add<double>(hash, Draw(100, random.NextDouble));
        Add<double>(hash, Draw(100, () => random.NextInt32(1000)));
        var items = Enumerable.Range(0, 200).ToArray();
        random.Stream("shuffle").Shuffle<int>(items);
        Add<int>(hash, items);
    }

    private static void AddMath(IncrementalHash hash)
    {
        var random = new SeededRandom(2011, "bits");
        var x = AwkwardNumbers.Array(random, 5000, oneIn: 50);
        var y = new float[x.Length];
        DeterministicMath.Exp(x, y);
        Add<float>(hash, y);
        DeterministicMath.Log(x, y);
        Add<float>(hash, y);
        DeterministicMath.Log10(x, y);
        Add<float>(hash, y);
        DeterministicMath.Tanh(x, y);
        Add<float>(hash, y);
        DeterministicMath.Sigmoid(x, y);
        Add<float>(hash, y);
        Func<double, double>[] functions =
        [
            DeterministicMath.Exp,
            DeterministicMath.Log,
            DeterministicMath.Log10,
            DeterministicMath.Tanh,
            DeterministicMath.Sigmoid,
            DeterministicMath.Sin,
            DeterministicMath.Cos,
            v => DeterministicMath.Pow(Math.Abs(v), 1.7),
            v => DeterministicMath.Atan2(v, 0.3),
            DeterministicMath.Sqrt,
        ];
        foreach (var function in functions)
        {
            Add<double>(hash, Draw(2000, () => Canonical(function(random.NextGaussian() * Math.ScaleB(1.0, random.NextInt32(40) - 10)))));
        }
    }

    /// <summary>Square roots and other hardware operations may make NaN with either sign.</summary>
    private static double Canonical(double value) => double.IsNaN(value) ? double.NaN : value;

    private static void AddGemm(IncrementalHash hash, WorkerPool pool)
    {
        var random = new SeededRandom(2012, "bits");
        foreach (
            var (m, n, k) in (ReadOnlySpan<(int M, int N, int K)>)[(64, 128, 96), (7, 40, 300), (33, 65, 17), (1, 100, 50), (140, 72, 40)])
        {
            var (a, b, c) = (
                AwkwardNumbers.Array(random, m * k, 0),
                AwkwardNumbers.Array(random, k * n, 0),
                AwkwardNumbers.Array(random, m * n, 0));
            Gemm.Multiply(Transpose.No, Transpose.No, m, n, k, a, k, b, n, c, n, accumulate: true, pool);
            Add<float>(hash, c);
            Gemm.Multiply(Transpose.Yes, Transpose.Yes, m, n, k, a, m, b, k, c, n, accumulate: false, pool);
            Add<float>(hash, c);
            var packed = new PackedOperand();
            packed.Pack(Transpose.Yes, k, n, b, k);
            Gemm.Multiply(Transpose.No, m, a, k, packed, c, n, accumulate: true, pool);
            Add<float>(hash, c);
        }
    }

    private static void AddFft(IncrementalHash hash)
    {
        var random = new SeededRandom(2013, "bits");
        foreach (var length in (ReadOnlySpan<int>)[2048, 512, 400, 6])
        {
            var fft = new RealFft(length);
            var samples = AwkwardNumbers.Array(random, 5 * length, 0);
            var (real, imaginary) = (new float[5 * fft.BinCount], new float[5 * fft.BinCount]);
            fft.Forward(5, samples, real, imaginary);
            Add<float>(hash, real);
            Add<float>(hash, imaginary);
            var power = new double[5 * fft.BinCount];
            fft.PowerSpectrum(5, [.. samples.Select(value => (double)value)], power);
            Add<double>(hash, power);
        }
    }

    private static double[] Draw(int count, Func<double> next)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = next();
        }

        return values;
    }
}
