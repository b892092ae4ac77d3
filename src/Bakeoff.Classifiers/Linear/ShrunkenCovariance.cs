using System.Globalization;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Covariance of clips around the mean of their class, shrunk towards a sphere of the same mean variance by any
/// shrinkage.</summary>
/// <remarks>
/// With less than half as many clips as columns, Woodbury's identity gives the same solution from a system of size [clips, clips]. Many
/// equations are factorised in float32 and solved in float64 by <see cref="ConjugateGradients"/>: scores are those of float64 to eight
/// digits of their spread. Few equations, and those that float32 does not lead to a solution of, are factorised in float64. The products
/// are computed once, and each shrinkage costs one factorisation. Threads change no result.
/// </remarks>
internal sealed class ShrunkenCovariance : IDisposable
{
    // From so many equations on, products of float32 and some steps to the solution take less time than products of float64.
    private const int LeastRefined = 512;

    // Four digits in the norm of the equations, which one more correction usually doubles.
    private const double Tolerance = 1e-8;

    // Equations of clips have solutions that are subtracted from what they almost equal.
    private const double ToleranceOfClips = 1e-14;

    private readonly int _leastRefined;
    private readonly CentredRows _rows;
    private readonly double _trace;
    private readonly WorkerPool _pool;
    private CentredScatter<float>? _rough;
    private CentredScatter<double>? _exact;

    /// <summary>Measures the mean variance.</summary>
    /// <param name="training">Clips with their classes.</param>
    /// <param name="means">Mean of each class, of shape [K, columns].</param>
    /// <param name="pool">Threads; they change no result.</param>
    /// <param name="leastRefined">Number of equations from which on float32 is tried.</param>
    public ShrunkenCovariance(TrainingRows training, double[] means, WorkerPool pool, int leastRefined = LeastRefined)
    {
        _leastRefined = leastRefined;
        _rows = new CentredRows(training.Rows, means)
        {
            Classes = training.Classes,
            Weights = training.Weights,

            // Equations of clips take more steps, each of which looks at all clips twice.
            IsByRows = 2 * training.Rows.RowCount < training.Rows.ColumnCount,
        };
        _pool = pool;
        for (var clip = 0; clip < _rows.RowCount; clip++)
        {
            Total += training.WeightOf(clip);
        }

        _trace = _rows.SumOfSquares() / Total;
    }

    /// <summary>Sum of the weights of all clips: their number, where all count alike.</summary>
    public double Total { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rough?.Dispose();
        _exact?.Dispose();
    }

    /// <summary>Solves (shrunken covariance) X = B.</summary>
    /// <param name="shrinkage">Weight of the sphere, above 0 and at most 1.</param>
    /// <param name="values">B on entry, X on return: [right-hand sides, columns], one after the other.</param>
    /// <exception cref="ClassifierException">The covariance has no factor.</exception>
    public void Solve(double shrinkage, Span<double> values)
    {
        // If all features are constant within every class, any positive sphere orders the classes by distance.
        var sphere = _trace > 0 ? shrinkage * _trace / _rows.ColumnCount : 1;
        var weight = (1 - shrinkage) / Total;

        // Whole vectors of right-hand sides beside each other; those that are added are zero.
        var sides = values.Length / _rows.ColumnCount;
        var width = (sides + Vector512<double>.Count - 1) / Vector512<double>.Count * Vector512<double>.Count;
        var beside = new double[_rows.ColumnCount * width];
        for (var i = 0; i < values.Length; i++)
        {
            beside[(i % _rows.ColumnCount * width) + (i / _rows.ColumnCount)] = values[i];
        }

        var solution = Solve(weight, sphere, beside, width);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = solution[(i % _rows.ColumnCount * width) + (i / _rows.ColumnCount)];
        }
    }

    private double[] Solve(double weight, double sphere, double[] right, int width)
    {
        // At shrinkage 1 only the sphere is left, which needs no factor.
        if (weight != 0 && !_rows.IsByRows)
        {
            return SolveEquations(weight, sphere, right, width, Tolerance);
        }

        var solution = (double[])right.Clone();
        if (weight != 0)
        {
            var ofClips = SolveEquations(1, sphere / weight, _rows.Project(right, width, _pool), width, ToleranceOfClips);
            Lbfgs.Add(solution, -1, _rows.Pull(ofClips, width, _pool));
        }

        foreach (ref var value in solution.AsSpan())
        {
            value /= sphere;
        }

        return solution;
    }

    /// <summary>Solves (weight products + diagonal I) X = B for the products of columns, or of clips where these are fewer.</summary>
    private double[] SolveEquations(double weight, double diagonal, double[] right, int width, double tolerance)
    {
        return _rows.Size >= _leastRefined && TryRefine(out var refined) ? refined : SolveExactly(weight, diagonal, right);

        bool TryRefine(out double[] solution)
        {
            try
            {
                _rough ??= new CentredScatter<float>(_rows, _pool);
                return ConjugateGradients.TrySolve(Multiply, _rough.Factor(weight, diagonal), right, tolerance, out solution);
            }
            catch (NotPositiveDefiniteException)
            {
                solution = [];
                return false;
            }
        }

        double[] Multiply(double[] vectors)
        {
            var images = _rows.Multiply(vectors, width, _pool);
            for (var i = 0; i < images.Length; i++)
            {
                images[i] = Math.FusedMultiplyAdd(weight, images[i], diagonal * vectors[i]);
            }

            return images;
        }
    }

    private double[] SolveExactly(double weight, double diagonal, double[] right)
    {
        var solution = (double[])right.Clone();
        try
        {
            _exact ??= new CentredScatter<double>(_rows, _pool);
            _exact.Factor(weight, diagonal).Solve(solution);
            return solution;
        }
        catch (NotPositiveDefiniteException exception)
        {
            var details = new ErrorDetails("covariance of the features is not positive definite at row {value}")
            {
                Value = exception.Row.ToString(CultureInfo.InvariantCulture),
                NextStep = "Raise shrinkage or leave out features that are copies of one another.",
            };
            throw new ClassifierException(details, exception);
        }
    }
}
