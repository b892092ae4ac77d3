using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>The equations of ridge regression, from products of 16-bit integers, factorised in float32 and solved in float64.</summary>
/// <remarks>
/// <para><see cref="ConjugateGradients"/> on (X^T X + lambda I) w = X^T y or, with fewer rows than columns, on (X X^T + lambda I) a = y
/// with w = X^T a: every product with the centred rows X is of float64, so that the solution is. Where columns depend on each other beyond
/// four digits and lambda does not help, it may not lead there.</para>
/// <para>Cost: S^2 B / 2 + S^3 / 6 multiply-adds for the smaller side S of the rows and the bigger one B, of 16 bits and of float32, and 2 S B
/// of float64 for each step. Determinism: sums over rows are those of a fixed number of parts, in their order; threads change no result.</para>
/// </remarks>
internal sealed class RefinedRidge
{
    // Depends on nothing, so that threads change no bit.
    private const int Parts = 16;

    // So many rows stay in the cache between both of their products, and share what is read of means and weights.
    private const int RowsAtOnce = 4;

    // Eight digits in the norm of the equations, which one more correction usually doubles.
    private const double Tolerance = 1e-16;

    private static readonly Action<int, RefinedRidge> PartBody = static (part, problem) => problem.RunPart(part);

    private readonly DesignMatrix _rows;
    private readonly double[] _means;
    private readonly double _lambda;
    private readonly WorkerPool _pool;
    private readonly double[] _ofRows;
    private readonly double[][] _sums;
    private double[]? _weights;
    private bool _isPulled;

    private RefinedRidge(DesignMatrix rows, double[] means, double lambda, WorkerPool pool)
    {
        (_rows, _means, _lambda, _pool) = (rows, means, lambda, pool);
        _ofRows = new double[rows.RowCount];
        _sums = [.. Enumerable.Range(0, Parts).Select(_ => new double[rows.ColumnCount])];
    }

    private bool IsByRows => _rows.RowCount < _rows.ColumnCount;

    /// <summary>Solves the equations.</summary>
    /// <param name="rows">Rows, of shape [N, F].</param>
    /// <param name="means">Mean of each column.</param>
    /// <param name="targets">Numbers of the rows, around zero.</param>
    /// <param name="lambda">Positive.</param>
    /// <param name="pool">Threads; they change no result.</param>
    /// <param name="coefficients">[F] coefficients, where there is a solution.</param>
    /// <returns>False if float32 does not lead to a solution.</returns>
    public static bool TrySolve(
        DesignMatrix rows, double[] means, double[] targets, double lambda, WorkerPool pool, [NotNullWhen(true)] out double[]? coefficients)
    {
        var problem = new RefinedRidge(rows, means, lambda, pool);
        try
        {
            using var products = new CentredScatter<float>(new CentredRows(rows, means), pool, isRounded: true);
            var factor = products.Factor(weight: 1, lambda);
            var right = problem.IsByRows ? targets : problem.Pull(targets);
            var isSolved = ConjugateGradients.TrySolve(problem.Multiply, factor, right, Tolerance, out var solution);
            coefficients = isSolved && problem.IsByRows ? problem.Pull(solution) : solution;
            return isSolved;
        }
        catch (NotPositiveDefiniteException)
        {
            coefficients = null;
            return false;
        }
    }

    /// <summary>The equations' matrix times a vector.</summary>
    private double[] Multiply(double[] vector)
    {
        double[] image;
        if (IsByRows)
        {
            Run(Pull(vector), isPulled: false);
            image = (double[])_ofRows.Clone();
        }
        else
        {
            image = Run(vector, isPulled: true);
        }

        Lbfgs.Add(image, _lambda, vector);
        return image;
    }

    /// <summary>X^T times a number of each row.</summary>
    private double[] Pull(double[] ofRows)
    {
        ofRows.CopyTo(_ofRows, 0);
        return Run(weights: null, isPulled: true);
    }

    /// <summary>One look at all rows: X weights, where there are weights, and then X^T times what each row has.</summary>
    private double[] Run(double[]? weights, bool isPulled)
    {
        (_weights, _isPulled) = (weights, isPulled);
        _pool.Run(Parts, this, PartBody);
        var sum = new double[_means.Length];
        foreach (var part in _sums)
        {
            Lbfgs.Add(sum, 1, part);
        }

        return sum;
    }

    private void RunPart(int part)
    {
        var last = Bands.Share(part + 1, Parts, _rows.RowCount);
        Array.Clear(_sums[part]);
        for (var first = Bands.Share(part, Parts, _rows.RowCount); first < last; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, last - first);
            if (_weights is not null)
            {
                Project(first, count, _weights);
            }

            if (_isPulled)
            {
                Pull(first, count, _sums[part]);
            }
        }
    }

    /// <summary>Four rows, of which the last may stand in for those that there are not.</summary>
    private FourRows Four(int first, int count) => new(
        _rows.Row(first), _rows.Row(first + Math.Min(1, count - 1)), _rows.Row(first + Math.Min(2, count - 1)), _rows.Row(first + count - 1));

    private void Project(int first, int count, ReadOnlySpan<double> weights)
    {
        var rows = Four(first, count);
        var (sumA, sumB, sumC, sumD) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        var means = MemoryMarshal.Cast<double, Vector512<double>>(_means);
        var factors = MemoryMarshal.Cast<double, Vector512<double>>(weights);
        for (var i = 0; i < means.Length; i++)
        {
            var (mean, factor) = (means[i], factors[i]);
            sumA = Vector512.FusedMultiplyAdd(rows.A[i] - mean, factor, sumA);
            sumB = Vector512.FusedMultiplyAdd(rows.B[i] - mean, factor, sumB);
            sumC = Vector512.FusedMultiplyAdd(rows.C[i] - mean, factor, sumC);
            sumD = Vector512.FusedMultiplyAdd(rows.D[i] - mean, factor, sumD);
        }

        ReadOnlySpan<Vector512<double>> sums = [sumA, sumB, sumC, sumD];
        for (var row = 0; row < count; row++)
        {
            var sum = 0.0;
            for (var lane = 0; lane < Vector512<double>.Count; lane++)
            {
                sum += sums[row][lane];
            }

            for (var j = means.Length * Vector512<double>.Count; j < weights.Length; j++)
            {
                sum = Math.FusedMultiplyAdd(_rows.Row(first + row)[j] - _means[j], weights[j], sum);
            }

            _ofRows[first + row] = sum;
        }
    }

    private void Pull(int first, int count, Span<double> sums)
    {
        var rows = Four(first, count);
        var own = _ofRows.AsSpan(first, count);
        var (a, b) = (Vector512.Create(own[0]), Vector512.Create(count > 1 ? own[1] : 0));
        var (c, d) = (Vector512.Create(count > 2 ? own[2] : 0), Vector512.Create(count > 3 ? own[3] : 0));
        var means = MemoryMarshal.Cast<double, Vector512<double>>(_means);
        var targets = MemoryMarshal.Cast<double, Vector512<double>>(sums);
        for (var i = 0; i < means.Length; i++)
        {
            var mean = means[i];
            var sum = Vector512.FusedMultiplyAdd(rows.A[i] - mean, a, targets[i]);
            sum = Vector512.FusedMultiplyAdd(rows.B[i] - mean, b, sum);
            sum = Vector512.FusedMultiplyAdd(rows.C[i] - mean, c, sum);
            targets[i] = Vector512.FusedMultiplyAdd(rows.D[i] - mean, d, sum);
        }

        for (var j = means.Length * Vector512<double>.Count; j < sums.Length; j++)
        {
            for (var row = 0; row < count; row++)
            {
                sums[j] = Math.FusedMultiplyAdd(_rows.Row(first + row)[j] - _means[j], own[row], sums[j]);
            }
        }
    }

    private readonly ref struct FourRows(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        public ReadOnlySpan<Vector512<double>> A { get; } = MemoryMarshal.Cast<double, Vector512<double>>(a);

        public ReadOnlySpan<Vector512<double>> B { get; } = MemoryMarshal.Cast<double, Vector512<double>>(b);

        public ReadOnlySpan<Vector512<double>> C { get; } = MemoryMarshal.Cast<double, Vector512<double>>(c);

        public ReadOnlySpan<Vector512<double>> D { get; } = MemoryMarshal.Cast<double, Vector512<double>>(d);
    }
}
