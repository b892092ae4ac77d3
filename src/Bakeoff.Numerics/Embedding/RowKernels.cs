using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics.Embedding;

/// <summary>Products of rows of float32 with directions, and of what comes out of them with the rows.</summary>
/// <remarks>Determinism: each lane is a chain of its own, and lanes are added in their order.</remarks>
internal static unsafe class RowKernels
{
    /// <summary>Rows of one call with eight directions.</summary>
    public const int Eight = 8;

    /// <summary>Rows of one call with two directions.</summary>
    public const int Four = 4;

    /// <summary>points[row, k] = sum over columns of rows[row][column] directions[column, k], for eight rows and directions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ProjectEight(float** rows, int columns, float* directions, float* points)
    {
        float* a = rows[0], b = rows[1], c = rows[2], d = rows[3], e = rows[4], f = rows[5], g = rows[6], h = rows[7];
        Vector256<float> sumA, sumB, sumC, sumD, sumE, sumF, sumG, sumH;
        sumA = sumB = sumC = sumD = sumE = sumF = sumG = sumH = Vector256<float>.Zero;
        for (nint j = 0; j < columns; j++)
        {
            var direction = Vector256.Load(directions);
            directions += Eight;
            sumA = Vector256.FusedMultiplyAdd(Vector256.Create(a[j]), direction, sumA);
            sumB = Vector256.FusedMultiplyAdd(Vector256.Create(b[j]), direction, sumB);
            sumC = Vector256.FusedMultiplyAdd(Vector256.Create(c[j]), direction, sumC);
            sumD = Vector256.FusedMultiplyAdd(Vector256.Create(d[j]), direction, sumD);
            sumE = Vector256.FusedMultiplyAdd(Vector256.Create(e[j]), direction, sumE);
            sumF = Vector256.FusedMultiplyAdd(Vector256.Create(f[j]), direction, sumF);
            sumG = Vector256.FusedMultiplyAdd(Vector256.Create(g[j]), direction, sumG);
            sumH = Vector256.FusedMultiplyAdd(Vector256.Create(h[j]), direction, sumH);
        }

        sumA.Store(points);
        sumB.Store(points + Eight);
        sumC.Store(points + (2 * Eight));
        sumD.Store(points + (3 * Eight));
        sumE.Store(points + (4 * Eight));
        sumF.Store(points + (5 * Eight));
        sumG.Store(points + (6 * Eight));
        sumH.Store(points + (7 * Eight));
    }

    /// <summary>images[column, k] += sum over rows of rows[row][column] points[row, k], for eight rows and directions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PullEight(float** rows, int columns, Vector256<float>* points, float* images)
    {
        float* a = rows[0], b = rows[1], c = rows[2], d = rows[3], e = rows[4], f = rows[5], g = rows[6], h = rows[7];
        Vector256<float> pointA = points[0], pointB = points[1], pointC = points[2], pointD = points[3];
        Vector256<float> pointE = points[4], pointF = points[5], pointG = points[6], pointH = points[7];
        for (nint j = 0; j < columns; j++)
        {
            // Two chains hide each other's latency.
            var image = Vector256.FusedMultiplyAdd(Vector256.Create(a[j]), pointA, Vector256.Load(images));
            var other = Vector256.Create(e[j]) * pointE;
            image = Vector256.FusedMultiplyAdd(Vector256.Create(b[j]), pointB, image);
            other = Vector256.FusedMultiplyAdd(Vector256.Create(f[j]), pointF, other);
            image = Vector256.FusedMultiplyAdd(Vector256.Create(c[j]), pointC, image);
            other = Vector256.FusedMultiplyAdd(Vector256.Create(g[j]), pointG, other);
            image = Vector256.FusedMultiplyAdd(Vector256.Create(d[j]), pointD, image);
            other = Vector256.FusedMultiplyAdd(Vector256.Create(h[j]), pointH, other);
            (image + other).Store(images);
            images += Eight;
        }
    }

    /// <summary>points[row, k] = sum over columns of (rows[row][column] - means[column]) directions[k][column], for four rows and two
    /// directions one after the other, in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ProjectFour(float** rows, int columns, double* means, double* directions, double* points)
    {
        float* a = rows[0], b = rows[1], c = rows[2], d = rows[3];
        var seconds = directions + columns;
        Vector256<double> a0, a1, b0, b1, c0, c1, d0, d1;
        a0 = a1 = b0 = b1 = c0 = c1 = d0 = d1 = Vector256<double>.Zero;
        nint j = 0;
        for (; j + Eight <= columns; j += Eight)
        {
            Vector256<double> m0 = Vector256.Load(means + j), m1 = Vector256.Load(means + j + 4);
            Vector256<double> x0 = Vector256.Load(directions + j), x1 = Vector256.Load(directions + j + 4);
            Vector256<double> y0 = Vector256.Load(seconds + j), y1 = Vector256.Load(seconds + j + 4);
            var (lowerA, upperA) = Vector256.Widen(Vector256.Load(a + j));
            a0 = Vector256.FusedMultiplyAdd(lowerA - m0, x0, a0);
            a1 = Vector256.FusedMultiplyAdd(lowerA - m0, y0, a1);
            a0 = Vector256.FusedMultiplyAdd(upperA - m1, x1, a0);
            a1 = Vector256.FusedMultiplyAdd(upperA - m1, y1, a1);
            var (lowerB, upperB) = Vector256.Widen(Vector256.Load(b + j));
            b0 = Vector256.FusedMultiplyAdd(lowerB - m0, x0, b0);
            b1 = Vector256.FusedMultiplyAdd(lowerB - m0, y0, b1);
            b0 = Vector256.FusedMultiplyAdd(upperB - m1, x1, b0);
            b1 = Vector256.FusedMultiplyAdd(upperB - m1, y1, b1);
            var (lowerC, upperC) = Vector256.Widen(Vector256.Load(c + j));
            c0 = Vector256.FusedMultiplyAdd(lowerC - m0, x0, c0);
            c1 = Vector256.FusedMultiplyAdd(lowerC - m0, y0, c1);
            c0 = Vector256.FusedMultiplyAdd(upperC - m1, x1, c0);
            c1 = Vector256.FusedMultiplyAdd(upperC - m1, y1, c1);
            var (lowerD, upperD) = Vector256.Widen(Vector256.Load(d + j));
            d0 = Vector256.FusedMultiplyAdd(lowerD - m0, x0, d0);
            d1 = Vector256.FusedMultiplyAdd(lowerD - m0, y0, d1);
            d0 = Vector256.FusedMultiplyAdd(upperD - m1, x1, d0);
            d1 = Vector256.FusedMultiplyAdd(upperD - m1, y1, d1);
        }

        Vector256<double>* sums = stackalloc Vector256<double>[] { a0, a1, b0, b1, c0, c1, d0, d1 };
        for (var i = 0; i < 2 * Four; i++)
        {
            var row = rows[i / 2];
            var direction = i % 2 == 0 ? directions : seconds;
            var sum = sums[i][0] + sums[i][1] + sums[i][2] + sums[i][3];
            for (var tail = j; tail < columns; tail++)
            {
                sum = Math.FusedMultiplyAdd(row[tail] - means[tail], direction[tail], sum);
            }

            points[i] = sum;
        }
    }

    /// <summary>images[k][column] += sum over rows of (rows[row][column] - means[column]) points[row, k], for four rows and two directions one
    /// after the other, in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PullFour(float** rows, int columns, double* means, double* points, double* images)
    {
        float* a = rows[0], b = rows[1], c = rows[2], d = rows[3];
        Vector256<double> a0 = Vector256.Create(points[0]), a1 = Vector256.Create(points[1]), b0 = Vector256.Create(points[2]);
        Vector256<double> b1 = Vector256.Create(points[3]), c0 = Vector256.Create(points[4]), c1 = Vector256.Create(points[5]);
        Vector256<double> d0 = Vector256.Create(points[6]), d1 = Vector256.Create(points[7]);
        var seconds = images + columns;
        nint j = 0;
        for (; j + 4 <= columns; j += 4)
        {
            Vector256<double> mean = Vector256.Load(means + j), x = Vector256.Load(images + j), y = Vector256.Load(seconds + j);
            var centred = Widen(a + j) - mean;
            x = Vector256.FusedMultiplyAdd(centred, a0, x);
            y = Vector256.FusedMultiplyAdd(centred, a1, y);
            centred = Widen(b + j) - mean;
            x = Vector256.FusedMultiplyAdd(centred, b0, x);
            y = Vector256.FusedMultiplyAdd(centred, b1, y);
            centred = Widen(c + j) - mean;
            x = Vector256.FusedMultiplyAdd(centred, c0, x);
            y = Vector256.FusedMultiplyAdd(centred, c1, y);
            centred = Widen(d + j) - mean;
            x = Vector256.FusedMultiplyAdd(centred, d0, x);
            y = Vector256.FusedMultiplyAdd(centred, d1, y);
            x.Store(images + j);
            y.Store(seconds + j);
        }

        for (; j < columns; j++)
        {
            for (var row = 0; row < Four; row++)
            {
                var centred = rows[row][j] - means[j];
                images[j] = Math.FusedMultiplyAdd(centred, points[2 * row], images[j]);
                seconds[j] = Math.FusedMultiplyAdd(centred, points[(2 * row) + 1], seconds[j]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(float* values)
    {
        var numbers = Vector128.Load(values);
        return Vector256.Create(Vector128.WidenLower(numbers), Vector128.WidenUpper(numbers));
    }
}
