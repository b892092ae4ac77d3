using System.Numerics;

namespace Bakeoff.Numerics.Tests;

/// <summary>Products of float64, symmetric products and Cholesky factors against their definitions, bit for bit.</summary>
public sealed class DenseAlgebraTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 13, 300)]
    [InlineData(33, 17, 65)]
    [InlineData(140, 35, 260)]
    [InlineData(5, 600, 9)]
    [InlineData(130, 2060, 1)]
    public void Multiply_DoublesOfEveryWidth_HasTheBitsOfTheReference(int m, int n, int k)
    {
        foreach (var transposeA in (Transpose[])[Transpose.No, Transpose.Yes])
        {
            foreach (var transposeB in (Transpose[])[Transpose.No, Transpose.Yes])
            {
                var (a, b, c) = (Draw(m * k, "a"), Draw(k * n, "b"), Draw(m * n, "c"));
                var (lda, ldb) = (transposeA == Transpose.No ? k : m, transposeB == Transpose.No ? n : k);
                var expected = (double[])c.Clone();
                GemmReference.Multiply<double>(transposeA, transposeB, m, n, k, a, lda, b, ldb, expected, n, accumulate: true);

                Check<Lanes512<double>>();
                Check<Lanes256<double>>();
                Check<Lanes128<double>>();
                Check<Lane<double>>();

                void Check<TLanes>()
                    where TLanes : unmanaged, ILanes<TLanes, double>
                {
                    using var pool = new WorkerPool(3);
                    var actual = (double[])c.Clone();
                    Gemm.Multiply<TLanes, double>(
                        transposeA, transposeB, m, n, k, a, lda, b, ldb, actual, n, accumulate: true, pool);
                    actual.ShouldBe(expected, $"{typeof(TLanes).Name} {transposeA} {transposeB}");
                }
            }
        }
    }

    // Sums are exact, so the definition is whole numbers in any order. Columns beyond 512 pass in two blocks.
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(6, 1, 0)]
    [InlineData(6, 1, 2)]
    [InlineData(12, 37, 1030)]
    public void PackedIntegers_AnyShape_HaveTheirDotProducts(int rows, int others, int columns)
    {
        var (left, right) = (DrawIntegers(rows * columns, "left"), DrawIntegers(others * columns, "right"));
        var packed = new PackedIntegers();
        packed.Pack(50, 2, new short[100]); // larger than what follows: old numbers must not show
        packed.Pack(others, columns, right);
        var products = new int[rows * packed.ProductStride];
        products.AsSpan().Fill(7);

        packed.Multiply(rows, left, products);

        products.ShouldBe([.. Enumerable.Range(0, products.Length).Select(Expected)]);

        int Expected(int i)
        {
            var (row, other) = (i / packed.ProductStride, i % packed.ProductStride);
            return other >= others ? 0 : Enumerable.Range(0, columns).Sum(j => left[(row * columns) + j] * right[(other * columns) + j]);
        }
    }

    [Fact]
    public void PackedIntegers_WrongShapes_SaySo()
    {
        var packed = new PackedIntegers();
        Should.Throw<ArgumentException>(() => packed.Pack(1, 3, new short[3])).Message.ShouldStartWith(
            "There are 3 values for 1 rows of 3 columns, expected an even number of columns and as many values.");
        packed.Pack(2, 4, new short[8]);
        Should.Throw<ArgumentException>(() => packed.Multiply(7, new short[28], new int[1000])).Message.ShouldStartWith(
            "There are 7 rows and space for 1000 products, expected a multiple of 6 rows and 16 products for each.");
        Should.Throw<ArgumentException>(() => packed.Multiply(6, new short[23], new int[1000])).Message.ShouldStartWith(
            "There are 23 values for 6 rows of 4 columns");
    }

    // Shares of the longest rows: 32,767 in one column, or numbers of either sign in all of them.
    private static short[] DrawIntegers(int count, string name)
    {
        var random = new SeededRandom(1, name);
        return [.. Enumerable.Range(0, count).Select(i => i == 0 ? short.MaxValue : (short)(random.NextInt32(1800) - 900))];
    }

    [Theory]
    [InlineData(Transpose.No, 3, 5)]
    [InlineData(Transpose.No, 290, 40)]
    [InlineData(Transpose.Yes, 290, 40)]
    [InlineData(Transpose.Yes, 76, 300)]
    public void SymmetricProduct_AnyThreadsAndWidth_HasTheBitsOfTheReference(Transpose transpose, int n, int k)
    {
        var a = Draw(n * k, "symmetric");
        var lda = transpose == Transpose.No ? k : n;
        var expected = new double[n * n];
        var other = transpose == Transpose.No ? Transpose.Yes : Transpose.No;
        GemmReference.Multiply<double>(transpose, other, n, n, k, a, lda, a, lda, expected, n, accumulate: false);

        using var pool = new WorkerPool(3);
        foreach (var threads in (WorkerPool[])[WorkerPool.Serial, pool])
        {
            // In two parts, each sum goes on where the first part left it.
            var product = new double[n * n];
            var half = k / 2;
            var rest = transpose == Transpose.No ? a[half..] : a[(half * lda)..];
            SymmetricProduct.Compute(transpose, n, half, a, lda, product, accumulate: false, threads);
            SymmetricProduct.Compute(transpose, n, k - half, rest, lda, product, accumulate: true, threads);
            Compare(product);
        }

        OfWidth<Lanes512<double>>();
        OfWidth<Lanes256<double>>();
        OfWidth<Lanes128<double>>();
        OfWidth<Lane<double>>();

        void OfWidth<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, double>
        {
            var product = new double[n * n];
            Gemm.Multiply<TLanes, double>(transpose, other, n, n, k, a, lda, a, lda, product, n, accumulate: false, pool, isLower: true);
            Compare(product);
        }

        void Compare(double[] product)
        {
            for (var i = 0; i < n; i++)
            {
                product.AsSpan(i * n, i + 1).SequenceEqual(expected.AsSpan(i * n, i + 1)).ShouldBeTrue($"row {i}");
            }
        }
    }

    // Rows beyond 48 and columns beyond 512 pass in two blocks; the last of an odd number of columns has no partner.
    [Theory]
    [InlineData(Transpose.No, 1, 1)]
    [InlineData(Transpose.No, 50, 1031)]
    [InlineData(Transpose.Yes, 103, 515)]
    public void SymmetricProduct_Roughly_HasFourDigitsOfTheLengths(Transpose transpose, int n, int k)
    {
        // Row 0 is zero, the others are of lengths of their own.
        var draws = Draw(n * k, "rough");
        var rows = new float[n * k];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = (float)(draws[i] * (i / k) * Math.Pow(10, i / k % 3));
        }

        var a = new float[n * k];
        for (var i = 0; i < rows.Length; i++)
        {
            a[transpose == Transpose.No ? i : (i % k * n) + (i / k)] = rows[i];
        }

        var (products, serial) = (new float[n * n], new float[n * n]);
        using var pool = new WorkerPool(3);
        SymmetricProduct.ComputeRoughly(transpose, n, k, a, transpose == Transpose.No ? k : n, products, accumulate: false, pool);
        SymmetricProduct.ComputeRoughly(transpose, n, k, a, transpose == Transpose.No ? k : n, serial, accumulate: false, WorkerPool.Serial);
        var once = (float[])products.Clone();
        SymmetricProduct.ComputeRoughly(transpose, n, k, a, transpose == Transpose.No ? k : n, products, accumulate: true, pool);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                // A rounding is 1e-5 of a length, and those of both rows add up, here by chance.
                var (exact, bound) = (Product(i, j), (8e-5 * Math.Sqrt(Product(i, i) * Product(j, j))) + 1e-9);
                ((double)once[(i * n) + j]).ShouldBe(exact, bound, $"{i}, {j}");
                ((double)products[(i * n) + j]).ShouldBe(2 * exact, 2 * bound);
                serial[(i * n) + j].ShouldBe(once[(i * n) + j]);
            }
        }

        double Product(int i, int j) => Enumerable.Range(0, k).Sum(p => (double)rows[(i * k) + p] * rows[(j * k) + p]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(400)]
    [InlineData(550)]
    public void Cholesky_AnyThreads_HasTheBitsOfItsDefinitionAndSolves(int size)
    {
        var matrix = PositiveDefinite(size);
        var solution = Draw(size, "solution");
        var right = new double[size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                right[i] += matrix[(i * size) + j] * solution[j];
            }
        }

        using var pool = new WorkerPool(3);
        foreach (var threads in (WorkerPool[])[WorkerPool.Serial, pool])
        {
            var lower = (double[])matrix.Clone();
            var factor = new CholeskyFactor<double>(lower, size, threads);
            var expected = Definition(matrix, size);
            for (var i = 0; i < size; i++)
            {
                lower[(i * size)..((i * size) + i + 1)].ShouldBe(expected[(i * size)..((i * size) + i + 1)], $"row {i}");
            }

            var x = (double[])right.Clone();
            factor.Solve(x);
            var several = right.SelectMany(static value => Enumerable.Range(1, 9).Select(k => value * Math.Pow(2, k))).ToArray();
            factor.Solve(several);

            // Doubling changes no rounding.
            several.ShouldBe(x.SelectMany(static value => Enumerable.Range(1, 9).Select(k => value * Math.Pow(2, k))));

            // The condition of these matrices is about the size: a few hundred roundings of 1e-16.
            x.Zip(solution, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-10);
        }
    }

    [Fact]
    public void Cholesky_NotPositiveDefinite_NamesTheRow()
    {
        var matrix = PositiveDefinite(130);
        matrix[(100 * 130) + 100] = -1;

        Should.Throw<NotPositiveDefiniteException>(() => new CholeskyFactor<double>(matrix, 130, WorkerPool.Serial)).Row.ShouldBe(100);
    }

    [Fact]
    public void Cholesky_MatrixOfAnotherSize_SaysSo() =>
        Should
            .Throw<ArgumentException>(() => new CholeskyFactor<double>(new double[6], 3, WorkerPool.Serial))
            .Message.ShouldStartWith("The matrix has 6 values, expected at least 3 x 3.");

    [Theory]
    [InlineData(65)]
    [InlineData(290)]
    public void Cholesky_Singles_HasTheBitsOfItsDefinitionAndSolves(int size)
    {
        float[] matrix = Array.ConvertAll(PositiveDefinite(size), static value => (float)value);
        float[] solution = Array.ConvertAll(Draw(size, "solution"), static value => (float)value);
        var x = new float[size];
        for (var i = 0; i < size; i++)
        {
            x[i] = Enumerable.Range(0, size).Sum(j => matrix[(i * size) + j] * solution[j]);
        }

        using var pool = new WorkerPool(3);
        var lower = (float[])matrix.Clone();
        var factor = new CholeskyFactor<float>(lower, size, pool);
        factor.Solve(x);

        var expected = Definition(matrix, size);
        for (var i = 0; i < size; i++)
        {
            lower[(i * size)..((i * size) + i + 1)].ShouldBe(expected[(i * size)..((i * size) + i + 1)], $"row {i}");
        }

        // The condition of these matrices is about the size: a few hundred roundings of 6e-8.
        x.Zip(solution, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4f);
    }

    private static T[] Definition<T>(T[] matrix, int size)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var l = (T[])matrix.Clone();
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[(i * size) + j];
                for (var p = 0; p < j; p++)
                {
                    sum = T.FusedMultiplyAdd(-l[(i * size) + p], l[(j * size) + p], sum);
                }

                l[(i * size) + j] = i == j ? T.Sqrt(sum) : sum / l[(j * size) + j];
            }
        }

        return l;
    }

    private static double[] PositiveDefinite(int size)
    {
        var a = Draw(size * size, "definite");
        var product = new double[size * size];
        SymmetricProduct.Compute(Transpose.No, size, size, a, size, product, accumulate: false, WorkerPool.Serial);
        for (var i = 0; i < size; i++)
        {
            product[(i * size) + i] += size;
            for (var j = 0; j < i; j++)
            {
                product[(j * size) + i] = product[(i * size) + j];
            }
        }

        return product;
    }

    private static double[] Draw(int count, string key)
    {
        var random = new SeededRandom(5, key);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
