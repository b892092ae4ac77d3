using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>C-support vector classification: one machine for each pair of classes; the class with most votes wins.</summary>
/// <remarks>
/// Agrees with scikit-learn 1.2.1's SVC, which wraps libsvm (tests/fixtures/classical). Votes: ties go to the first class, as in libsvm.
/// Probabilities: softmax of votes plus bounded sums of margins (scikit-learn's decision_function of shape "ovr").
/// </remarks>
internal sealed class SupportVectorMachine : IClassifier
{
    private readonly DesignMatrix _training;
    private readonly SupportKernel _kernel;
    private readonly double? _gamma;
    private readonly int _classes;
    private readonly PairMachine[] _pairs;

    private SupportVectorMachine(DesignMatrix training, double? gamma, int classes, PairMachine[] pairs)
    {
        _training = training;
        _kernel = new SupportKernel(training, gamma);
        _gamma = gamma;
        _classes = classes;
        _pairs = pairs;
    }

    /// <summary>Trains machines on the same rows, which are compared with one another once.</summary>
    /// <param name="family">Penalty of a clip on the wrong side, and inverse width of the Gaussian kernel, null for the linear one; all of
    /// one kernel.</param>
    /// <param name="rows">Scaled features and classes.</param>
    /// <param name="threads">Number of threads; they change no result.</param>
    /// <returns>The machines in order, each trained when it is asked for.</returns>
    public static IEnumerable<SupportVectorMachine> TrainEach(
        IReadOnlyList<(double C, double? Gamma)> family, TrainingRows rows, int threads)
    {
        var pair = rows.Classes.CountBy(static k => k).Select(static k => k.Value).OrderDescending().Take(2).Sum();
        var shared = TrainingKernel.MostShared(rows.Rows.ColumnCount);
        var kernel = new TrainingKernel(rows.Rows, pair, isDistance: family[0].Gamma is not null, threads, shared);
        return family.Select(member => Train(member.C, member.Gamma, kernel, rows, threads));
    }

    /// <summary>Restores a classifier from its arrays.</summary>
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
        double? gamma = isLinear ? null : arrays.Take("gamma", 1).Values[0];
        return new SupportVectorMachine(new DesignMatrix(support.Values, (int)support.Shape[1]), gamma, classes, [.. machines]);
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
    public int Predict(ReadOnlySpan<double> features) => Softmax.ArgMax(Votes(Decisions(_kernel.Of(features))));

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<double> features) => Probabilities(Decisions(_kernel.Of(features)));

    /// <inheritdoc/>
    public double[][] Probabilities(DesignMatrix clips, int threads) =>
        _kernel.Each(clips, threads, values => Probabilities(Decisions(values)));

    private double[] Probabilities(double[] decisions)
    {
        var scores = Votes(decisions);
        var margins = new double[_classes];
        for (var p = 0; p < _pairs.Length; p++)
        {
            margins[_pairs[p].First] += decisions[p];
            margins[_pairs[p].Second] -= decisions[p];
        }

        // Margins are bounded to less than half a vote, so that they order only classes with equal votes.
        for (var k = 0; k < _classes; k++)
        {
            scores[k] += margins[k] / (3 * (Math.Abs(margins[k]) + 1));
        }

        Softmax.Apply(scores);
        return scores;
    }

    private static (int First, int Second)[] Pairs(int classes) =>
        [.. from first in Enumerable.Range(
            0, classes) from second in Enumerable.Range(first + 1, classes - first - 1) select (first, second)];

    // All pairs, independently of each other.
    private static SupportVectorMachine Train(double c, double? gamma, TrainingKernel kernel, TrainingRows rows, int threads)
    {
        var (labels, classes) = (rows.Classes, rows.ClassCount);
        var pairs = Pairs(classes);
        var machines = new PairMachine[pairs.Length];
        Parallel.For(0, pairs.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, p =>
        {
            var (first, second) = pairs[p];
            int[] members = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == first || labels[i] == second)];
            var signs = Array.ConvertAll(members, i => labels[i] == first ? 1 : -1);
            using var own = kernel.Of(members, gamma);
            var bounds = Array.ConvertAll(members, i => c * rows.WeightOf(i));
            var (alphas, offset) =
                new SequentialMinimalOptimizer(own, signs, Array.ConvertAll(signs, static sign => (double)sign), bounds).Solve();
            int[] support = [.. Enumerable.Range(0, members.Length).Where(i => alphas[i] > 0)];
            var weights = Array.ConvertAll(support, i => alphas[i] * signs[i]);
            machines[p] = new PairMachine(first, second, Array.ConvertAll(support, i => members[i]), weights, offset);
        });
        return Compact(rows.Rows, gamma, classes, machines);
    }

    // Only clips that support some pair are kept. A decision compares with each of them once, whichever pairs it supports.
    private static SupportVectorMachine Compact(DesignMatrix training, double? gamma, int classes, PairMachine[] machines)
    {
        int[] used = [.. machines.SelectMany(static pair => pair.Support).Distinct().Order()];
        PairMachine[] moved = [.. machines.Select(
            pair => pair with { Support = Array.ConvertAll(pair.Support, i => Array.BinarySearch(used, i)) })];
        return new SupportVectorMachine(training.Rows(used), gamma, classes, moved);
    }

    private double[] Decisions(ReadOnlySpan<double> kernel)
    {
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
