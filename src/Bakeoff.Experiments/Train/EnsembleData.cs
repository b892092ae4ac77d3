using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>Clips, features and folds of the members of an ensemble, each as its own training read them.</summary>
internal sealed class EnsembleData : IDisposable
{
    private readonly WorkerPool _pool;

    private EnsembleData(IReadOnlyList<(EnsembleMember Member, FoldData Data)> members, WorkerPool pool) =>
        (Members, _pool) = (members, pool);

    /// <summary>The members with what they read.</summary>
    public IReadOnlyList<(EnsembleMember Member, FoldData Data)> Members { get; }

    /// <summary>Opens the results of the members.</summary>
    /// <param name="members">The members, finished.</param>
    /// <param name="own">Clips and folds of the ensemble.</param>
    /// <param name="pool">Threads to compute with; they change no result.</param>
    /// <exception cref="StageFailedException">A member has other clips, labels or folds, or was trained on a test clip of the
    /// ensemble.</exception>
    public static EnsembleData Open(IReadOnlyList<EnsembleMember> members, FoldData own, WorkerPool pool)
    {
        var opened = new List<(EnsembleMember Member, FoldData Data)>();
        try
        {
            foreach (var member in members)
            {
                var data = FoldData.Read(member.FolderOf, member.Options.Normalization, member.Options.Predicted);
                opened.Add((member, data));
                Require(member.Name, (data.Clips, data.Folds), (own.Clips, own.Folds));
            }

            return new EnsembleData(opened, pool);
        }
        catch
        {
            opened.ForEach(static member => member.Data.Dispose());
            throw;
        }
    }

    /// <summary>Refuses a member with other clips, labels or folds than the ensemble, or one that was trained on a test clip of it.</summary>
    /// <param name="name">Name of the member.</param>
    /// <param name="member">Its clips and folds.</param>
    /// <param name="own">Those of the ensemble.</param>
    /// <exception cref="StageFailedException">It is such a member.</exception>
    public static void Require(
        string name,
        (IReadOnlyList<Clip> Clips, IReadOnlyList<SplitFold> Folds) member,
        (IReadOnlyList<Clip> Clips, IReadOnlyList<SplitFold> Folds) own)
    {
        var labels = KnownLabels.Of(own.Clips);
        if (KnownLabels.Of(member.Clips) is var others && !others.SequenceEqual(labels, StringComparer.Ordinal))
        {
            throw Refuse(name, $"has the labels {string.Join(", ", others)}", $"those of the ensemble, {string.Join(", ", labels)}");
        }

        var known = member.Clips.Select(static clip => (clip.Sha256, clip.Label)).ToHashSet();
        if (own.Clips.FirstOrDefault(clip => !known.Contains((clip.Sha256, clip.Label))) is { } missing)
        {
            throw Refuse(name, $"does not have clip {missing.Path} with label {missing.Label}", "the same clips as the ensemble");
        }

        if (member.Clips.Count != own.Clips.Count)
        {
            throw Refuse(
                name, FormattableString.Invariant($"has {member.Clips.Count} clips"),
                FormattableString.Invariant($"the {own.Clips.Count} clips of the ensemble"));
        }

        if (member.Clips.Zip(own.Clips).Any(static pair => pair.First.Sha256 != pair.Second.Sha256))
        {
            throw Refuse(name, "has other speakers or texts of the clips", "those of the ensemble");
        }

        foreach (var fold in own.Folds)
        {
            if (member.Folds.FirstOrDefault(other => other.Name == fold.Name) is not { } same)
            {
                throw Refuse(
                    name,
                    $"has no fold {fold.Name}, but {string.Join(", ", member.Folds.Select(static other => other.Name))}",
                    "the folds of the ensemble");
            }

            int[] trained = [.. same.IndicesOf(Partition.Train), .. same.IndicesOf(Partition.Validation)];
            if (fold.IndicesOf(Partition.Test).Intersect(trained).Order().Select(static clip => (int?)clip).FirstOrDefault() is { } leak)
            {
                throw Refuse(
                    name,
                    $"was trained on {own.Clips[leak].Path}, which the ensemble tests in fold {fold.Name}",
                    "members that have not heard a test clip",
                    "Give both the same split (and seed, where it is random).");
            }
        }
    }

    /// <summary>Predictions of the members' models for some clips of a fold.</summary>
    /// <param name="models">The model of each member.</param>
    /// <param name="clips">Positions of the clips.</param>
    /// <returns>Outputs of each member, shape [clips, classes + targets].</returns>
    public IReadOnlyList<float[,]> Predict(IReadOnlyList<TrainedModel> models, int[] clips) =>
    [
        .. Members.Zip(models, (member, model) => model.PredictMean(member.Data.Versions(model, clips), _pool)),
    ];

    /// <summary>Predictions of the members for the clips of a fold that each of them held out of its training: a network its validation
    /// clips, a classifier the clips of its training side, each by an inner fold.</summary>
    /// <param name="fold">Name of the fold.</param>
    /// <param name="cancellationToken">Stops before the next inner fold.</param>
    /// <returns>Positions of the clips that all members held out, and the outputs of each member for them.</returns>
    /// <exception cref="SplitException">The training side of a classifier cannot be divided.</exception>
    public (int[] Clips, IReadOnlyList<float[,]> Outputs) HeldOut(string fold, CancellationToken cancellationToken)
    {
        var all = Members.Select(member => HeldOut(member.Member, member.Data, fold, cancellationToken)).ToList();
        int[] clips = [.. all.Skip(1).Aggregate(all[0].Keys.AsEnumerable(), static (common, next) => common.Intersect(next.Keys)).Order()];
        return (clips, all.ConvertAll(member => ToMatrix([.. clips.Select(clip => member[clip])])));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, data) in Members)
        {
            data.Dispose();
        }
    }

    /// <summary>Folder of a member's model of a fold.</summary>
    public static string ModelOf(EnsembleMember member, string fold, int folds) =>
        ModelFolders.PathOf(member.FolderOf(StageNames.Train), fold, folds);

    private Dictionary<int, float[]> HeldOut(EnsembleMember member, FoldData data, string name, CancellationToken cancellationToken)
    {
        var fold = data.Folds.First(known => known.Name == name);
        var model = TrainedModel.Load(ModelOf(member, name, data.Folds.Count));
        if (member.Options.Classifier is not { } choice)
        {
            var validation = fold.IndicesOf(Partition.Validation);
            var outputs = validation.Length == 0 ? new float[0, 0] : model.Predict(data.Features.Select(validation), _pool);
            return validation.Index().ToDictionary(
                static clip => clip.Item,
                clip => Enumerable.Range(0, outputs.GetLength(1)).Select(k => outputs[clip.Index, k]).ToArray());
        }

        // The chosen candidate alone, so that what the inner folds held out is predicted once more.
        var options = ClassifierTrainOptions.From(member.Options);
        var training = ClassifierTrainStage.TrainingSide(data, fold, options);
        var chosen = ((ClassifierModel)model).Selection.Classifier;
        var held = CandidateSelection.Choose(
            choice with { Candidates = [chosen], ScoreSingle = true },
            options.Split,
            training with { Calibration = CalibrationMethod.Temperature, ChooseOn = [] },
            ClassifierTrainStage.SettingsOf(options, _pool.ThreadCount),
            progress: null,
            cancellationToken).HeldOut!;
        int[] side = [.. fold.IndicesOf(Partition.Train).Concat(fold.IndicesOf(Partition.Validation)).Order()];
        return side.Zip(held).ToDictionary(static clip => clip.First, clip => Calibrate(clip.Second, model.Calibration));
    }

    private static float[] Calibrate(double[] probabilities, ProbabilityCalibration? calibration)
    {
        double[] calibrated = [.. probabilities];
        calibration?.Apply(calibrated);
        return Array.ConvertAll(calibrated, static p => (float)p);
    }

    private static float[,] ToMatrix(IReadOnlyList<float[]> rows)
    {
        var matrix = new float[rows.Count, rows.Count == 0 ? 0 : rows[0].Length];
        for (var i = 0; i < rows.Count; i++)
        {
            for (var k = 0; k < rows[i].Length; k++)
            {
                matrix[i, k] = rows[i][k];
            }
        }

        return matrix;
    }

    private static StageFailedException Refuse(string member, string what, string rule, string? nextStep = null) =>
        new(StageNames.Train, new ErrorDetails(what)
        {
            Where = $"member {member}",
            Rule = rule,
            NextStep = nextStep ?? "Leave it out, or give both the same dataset and split.",
        });
}
