using FsCheck;
using FsCheck.Fluent;

namespace Bakeoff.Numerics.Tests;

public sealed class GemmTests : IDisposable
{
    private readonly WorkerPool _three = new(3);

    public void Dispose() => _three.Dispose();

    [Fact]
    public void Multiply_AwkwardShapes_EveryWidthEqualsReferenceBitForBit()
    {
        int[] sizes = [0, 1, 2, 7, 8, 9, 16, 17, 33, 40];
        var random = new SeededRandom(1, "gemm");
        foreach (var m in sizes)
        {
            foreach (var n in sizes)
            {
                foreach (var k in (int[])[0, 1, 19])
                {
                    AssertAllWidths(Case.Draw(random, m, n, k, oneIn: 0), WorkerPool.Serial);
                }
            }
        }
    }

    [Fact]
    public void Multiply_RandomShapesAndSpecialValues_EveryWidthEqualsReferenceBitForBit()
    {
        var shapes = Gen.Choose(0, 70).Three().Select(t => (M: t.Item1, N: t.Item2, K: t.Item3));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(2010, 1),
            Prop.ForAll(shapes.Zip(Gen.Choose(0, 1 << 20)).ToArbitrary(), input =>
            {
                var ((m, n, k), seed) = input;
                AssertAllWidths(Case.Draw(new SeededRandom((ulong)seed, "gemm"), m, n, k, oneIn: 40), _three);
            }));
    }

    [Theory]
    [InlineData(5, 600, 300)]
    [InlineData(64, 1024, 256)]
    [InlineData(40, 512, 1111)]
    [InlineData(259, 71, 513)]
    public void Multiply_BlocksAndThreads_EveryWidthEqualsReferenceBitForBit(int m, int n, int k) =>
        AssertAllWidths(Case.Draw(new SeededRandom(3, "gemm"), m, n, k, oneIn: 0), _three);

    [Fact]
    public void Multiply_RowStrides_LeaveTheGapsAlone()
    {
        var random = new SeededRandom(4, "gemm");
        var (a, b) = (AwkwardNumbers.Array(random, 20 * 13, 0), AwkwardNumbers.Array(random, 13 * 50, 0));
        var c = Enumerable.Repeat(7f, 20 * 64).ToArray();
        var expected = (float[])c.Clone();
        GemmReference.Multiply(Transpose.No, Transpose.No, 20, 45, 10, a, 13, b, 50, expected, 64, accumulate: true);

        Gemm.Multiply(Transpose.No, Transpose.No, 20, 45, 10, a, 13, b, 50, c, 64, accumulate: true, WorkerPool.Serial);

        c.ShouldBe(expected);
        c[45..64].ShouldAllBe(value => value == 7f);
    }

    [Fact]
    public void Multiply_SteadyState_AllocatesNothing()
    {
        var random = new SeededRandom(5, "gemm");
        var (a, b, c) = (AwkwardNumbers.Array(random, 64 * 128, 0), AwkwardNumbers.Array(random, 128 * 512, 0), new float[64 * 512]);
        Gemm.Multiply(Transpose.No, Transpose.No, 64, 512, 128, a, 128, b, 512, c, 512, accumulate: false, _three);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 20; i++)
        {
            Gemm.Multiply(Transpose.No, Transpose.No, 64, 512, 128, a, 128, b, 512, c, 512, accumulate: false, _three);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Multiply_SpanTooShort_SaysWhichMatrixAndWhatItNeeds()
    {
        var error = Should.Throw<ArgumentException>(() =>
            Gemm.Multiply(
                Transpose.No,
                Transpose.Yes,
                2,
                3,
                4,
                new float[8],
                4,
                new float[11],
                4,
                new float[6],
                3,
                accumulate: false,
                WorkerPool.Serial));

        error.Message.ShouldStartWith("B: span holds 11 values, expected at least 12 for [3, 4] with row stride 4.");
    }

    [Fact]
    public void Multiply_StrideBelowColumns_SaysSo()
    {
        var error = Should.Throw<ArgumentException>(() =>
            Gemm.Multiply(
                Transpose.Yes,
                Transpose.No,
                2,
                3,
                4,
                new float[8],
                1,
                new float[12],
                3,
                new float[6],
                3,
                accumulate: false,
                WorkerPool.Serial));

        error.Message.ShouldStartWith("A: row stride lda is 1, expected at least its 2 columns.");
    }

    [Theory]
    [InlineData(7, 5, 48, 20)]
    [InlineData(40, 33, 10, 5)]
    [InlineData(3, 16, 6, 9)]
    public void MultiplyWindows_AnyWidthAndThreads_EqualsTheProductOfCopiedWindows(int m, int n, int k, int step)
    {
        var random = new SeededRandom(18, "windows");
        float[] signal = [.. Enumerable.Range(0, ((m - 1) * step) + k).Select(_ => random.NextSingle() - 0.5f)];
        float[] b = [.. Enumerable.Range(0, k * n).Select(_ => random.NextSingle() - 0.5f)];
        float[] windows = [.. Enumerable.Range(0, m).SelectMany(i => signal.Skip(i * step).Take(k))];
        var expected = new float[m * n];
        GemmReference.Multiply<float>(Transpose.No, Transpose.No, m, n, k, windows, k, b, n, expected, n, accumulate: false);

        AssertWindows<Lanes512<float>>(signal, step, b, (m, n, k), expected);
        AssertWindows<Lanes256<float>>(signal, step, b, (m, n, k), expected);
        AssertWindows<Lanes128<float>>(signal, step, b, (m, n, k), expected);
        AssertWindows<Lane<float>>(signal, step, b, (m, n, k), expected);
        Should.Throw<ArgumentException>(() => AssertWindows<Lane<float>>(signal[1..], step, b, (m, n, k), expected)).Message
            .ShouldStartWith($"A: span holds {signal.Length - 1} values");
    }

    private static void AssertWindows<TLanes>(float[] signal, int step, float[] b, (int M, int N, int K) size, float[] expected)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        var packed = new PackedOperand();
        packed.Pack<TLanes>(Transpose.No, size.K, size.N, b, size.N);
        using var pool = new WorkerPool(2);
        var c = new float[size.M * size.N];
        Gemm.MultiplyWindows<TLanes>(size.M, signal, step, packed, c, size.N, accumulate: false, pool);
        c.ShouldBe(expected);
    }

    private static void AssertAllWidths(Case problem, WorkerPool pool)
    {
        foreach (var transposeA in (Transpose[])[Transpose.No, Transpose.Yes])
        {
            foreach (var transposeB in (Transpose[])[Transpose.No, Transpose.Yes])
            {
                var expected = problem.Run(transposeA, transposeB, (m, n, k, a, lda, b, ldb, c) =>
                    GemmReference.Multiply(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, n, problem.Accumulate));
                AssertWidth<Lanes512<float>>(problem, transposeA, transposeB, expected, pool);
                AssertWidth<Lanes256<float>>(problem, transposeA, transposeB, expected, pool);
                AssertWidth<Lanes128<float>>(problem, transposeA, transposeB, expected, pool);
                AssertWidth<Lane<float>>(problem, transposeA, transposeB, expected, pool);
            }
        }
    }

    private static void AssertWidth<TLanes>(Case problem, Transpose transposeA, Transpose transposeB, uint[] expected, WorkerPool pool)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        var plain = problem.Run(transposeA, transposeB, (m, n, k, a, lda, b, ldb, c) =>
            Gemm.Multiply<TLanes, float>(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, n, problem.Accumulate, pool));
        plain.ShouldBe(expected, $"{typeof(TLanes).Name} {transposeA} {transposeB} {problem}");

        var packed = problem.Run(transposeA, transposeB, (m, n, k, a, lda, b, ldb, c) =>
        {
            var operand = new PackedOperand();
            operand.Pack<TLanes>(transposeB, k, n, b, ldb);
            Gemm.Multiply<TLanes>(transposeA, m, a, lda, operand, c, n, problem.Accumulate, pool);
        });
        packed.ShouldBe(expected, $"packed {typeof(TLanes).Name} {transposeA} {transposeB} {problem}");
    }

    private delegate void Product(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c);

    private sealed record Case(int M, int N, int K, bool Accumulate, float[] A, float[] B, float[] C)
    {
        public static Case Draw(SeededRandom random, int m, int n, int k, int oneIn) =>
            new(
                m,
                n,
                k,
                random.NextInt32(2) == 0,
                AwkwardNumbers.Array(random, m * k, oneIn),
                AwkwardNumbers.Array(random, k * n, oneIn),
                AwkwardNumbers.Array(random, m * n, oneIn));

        public uint[] Run(Transpose transposeA, Transpose transposeB, Product product)
        {
            var c = (float[])C.Clone();
            product(M, N, K, A, transposeA == Transpose.No ? K : M, B, transposeB == Transpose.No ? N : K, c);
            return AwkwardNumbers.Bits(c);
        }

        public override string ToString() => $"m {M} n {N} k {K} accumulate {Accumulate}";
    }
}
