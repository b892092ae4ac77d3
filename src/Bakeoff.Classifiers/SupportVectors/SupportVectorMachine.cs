using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>C-support vector classification, one machine for each pair of classes, decided by votes.</summary>
/// <remarks>
/// Agrees with scikit-learn 1.2.1's SVC, which wraps libsvm (tests/fixtures/classical). Votes: ties go to the first class, as in libsvm. Probabilities:
/// softmax over votes plus bounded sums of margins (scikit-learn's decision_function of shape "ovr").
/// </remarks>
internal sealed class SupportVectorMachine : IClassifier
{
    private readonly DesignMatrix _training;
    private readonly PackedRows _packed;
    private readonly double? _gamma;
    private readonly int _classes;
    private readonly PairMachine[] _pairs;

    private SupportVectorMachine(DesignMatrix training, double? gamma, int classes, PairMachine[] pairs)
    {
        _training = training;
        _packed = new PackedRows(training);
        _gamma = gamma;
        _classes = classes;
        _pairs = pairs;
    }

    /// <summary>Trains all pairs; each is independent, so that threads change nothing.</summary>
    /// <param name="c">Price of a clip on the wrong side.</param>
    /// <param name="gamma">Width of the Gaussian kernel; null for the linear one.</param>
    /// <param name="training">Scaled features.</param>
    /// <param name="labels">Classes.</param>
    /// <param name="classes">K.</param>
    /// <param name="threads">Threads.</param>
    public static SupportVectorMachine Train(double c, double? gamma, DesignMatrix training, int[] labels, int classes, int threads)
    {
        var pairs = Pairs(classes);
        var machines = new PairMachine[pairs.Length];
        Parallel.For(0, pairs.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, p =>
        {
            var (first, second) = pairs[p];
            int[] rows = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == first || labels[i] == second)];
            var signs = Array.ConvertAll(rows, i => labels[i] == first ? 1 : -1);
            var (alphas, offset) = new SequentialMinimalOptimizer(Kernel(training, rows, gamma), signs, c).Solve();
            int[] support = [.. Enumerable.Range(0, rows.Length).Where(i => alphas[i] > 0)];
            machines[p] = new PairMachine(first, second, Array.ConvertAll(support, i => rows[i]), Array.ConvertAll(support, i => alphas[i] * signs[i]), offset);
        });
        return Compact(training, gamma, classes, machines);
    }

    /// <summary>Makes the classifier of its arrays.</summary>
    public static SupportVectorMachine Restore(ClassifierArrays arrays, int classes, bool isLinear)
    {
        var support = arrays.Take("support_vectors", -1, -1);
        var pairs = Pairs(classes);
        var count = (int)support.Shape[0];
        var weights = arrays.Take("weights", pairs.Length, count).Values;
        var offsets = arrays.Take("offsets", pairs.Length).Values;
        var machines = pairs.Select((pair, p) =>
        {
            int[] used = [.. Enumerable.Range(0, count).Where(i => weights[(p * count) + i] != 0)];
            return new PairMachine(pair.First, pair.Second, used, Array.ConvertAll(used, i => weights[(p * count) + i]), offsets[p]);
        });
        return new SupportVectorMachine(new DesignMatrix(support.Values, (int)support.Shape[1]), isLinear ? null : arrays.Take("gamma", 1).Values[0], classes, [.. machines]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays()
    {
        var count = _training.RowCount;
        var weights = new double[_pairs.Length * count];
        for (var p = 0; p < _pairs.Length; p++)
        {
            for (var i = 0; i < _pairs[p].Support.Length; i++)
            {
                weights[(p * count) + _pairs[p].Support[i]] = _pairs[p].Weights[i];
            }
        }

        ClassifierArray[] gamma = _gamma is { } value ? [new("gamma", [1], [value])] : [];
        return
        [
            new("support_vectors", [count, _training.ColumnCount], _training.Values),
            new("weights", [_pairs.Length, count], weights),
            new("offsets", [_pairs.Length], Array.ConvertAll(_pairs, static pair => pair.Offset)),
            .. gamma,
        ];
    }

    /// <summary>scikit-learn's gamma="scale": 1 / (features x variance of all values).</summary>
    public static double ScaleGamma(DesignMatrix training)
    {
        var mean = 0.0;
        foreach (var value in training.Values)
        {
            mean += value;
        }

        mean /= training.Values.Length;
        var squares = 0.0;
        foreach (var value in training.Values)
        {
            squares += (value - mean) * (value - mean);
        }

        return squares == 0 ? 1 : 1 / (training.ColumnCount * (squares / training.Values.Length));
    }

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> features) => Softmax.ArgMax(Votes(Decisions(features)));

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<double> features)
    {
        var decisions = Decisions(features);
        var scores = Votes(decisions);
        var margins = new double[_classes];
        for (var p = 0; p < _pairs.Length; p++)
        {
            margins[_pairs[p].First] += decisions[p];
            margins[_pairs[p].Second] -= decisions[p];
        }

        // Squeezed to less than half a vote, so that margins order classes with equal votes only.
        for (var k = 0; k < _classes; k++)
        {
            scores[k] += margins[k] / (3 * (Math.Abs(margins[k]) + 1));
        }

        Softmax.Apply(scores);
        return scores;
    }

    private static (int First, int Second)[] Pairs(int classes) =>
        [.. from first in Enumerable.Range(0, classes) from second in Enumerable.Range(first + 1, classes - first - 1) select (first, second)];

    // Only clips that support some pair are kept: each decision compares with all of them once, whichever pairs they support.
    private static SupportVectorMachine Compact(DesignMatrix training, double? gamma, int classes, PairMachine[] machines)
    {
        int[] used = [.. machines.SelectMany(static pair => pair.Support).Distinct().Order()];
        PairMachine[] moved = [.. machines.Select(pair => pair with { Support = Array.ConvertAll(pair.Support, i => Array.BinarySearch(used, i)) })];
        return new SupportVectorMachine(training.Rows(used), gamma, classes, moved);
    }

    private static double[] Kernel(DesignMatrix training, int[] rows, double? gamma)
    {
        var n = rows.Length;
        var own = training.Rows(rows);
        var packed = new PackedRows(own);
        var kernel = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            Kernel(packed, own.Row(i), gamma, kernel.AsSpan(i * n, i + 1));
            for (var j = 0; j < i; j++)
            {
                kernel[(j * n) + i] = kernel[(i * n) + j];
            }
        }

        return kernel;
    }

    private static void Kernel(PackedRows rows, ReadOnlySpan<double> row, double? gamma, Span<double> values)
    {
        if (gamma is not { } width)
        {
            rows.Dots(row, values);
            return;
        }

        rows.SquaredDistances(row, values);
        foreach (ref var value in values)
        {
            value = DeterministicMath.Exp(-width * value);
        }
    }

    private double[] Decisions(ReadOnlySpan<double> features)
    {
        var kernel = new double[_training.RowCount];
        Kernel(_packed, features, _gamma, kernel);
        var decisions = new double[_pairs.Length];
        for (var p = 0; p < _pairs.Length; p++)
        {
            var pair = _pairs[p];
            var sum = 0.0;
            for (var i = 0; i < pair.Support.Length; i++)
            {
                sum = Math.FusedMultiplyAdd(pair.Weights[i], kernel[pair.Support[i]], sum);
            }

            decisions[p] = sum - pair.Offset;
        }

        return decisions;
    }

    private double[] Votes(double[] decisions)
    {
        var votes = new double[_classes];
        for (var p = 0; p < _pairs.Length; p++)
        {
            votes[decisions[p] > 0 ? _pairs[p].First : _pairs[p].Second]++;
        }

        return votes;
    }

    private sealed record PairMachine(int First, int Second, int[] Support, double[] Weights, double Offset);
}
