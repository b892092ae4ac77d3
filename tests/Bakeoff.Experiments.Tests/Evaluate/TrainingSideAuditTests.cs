using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Evaluate;

public sealed class TrainingSideAuditTests : IDisposable
{
    private static readonly string[] Labels = ["l0", "l1", "l2"];
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-audit-").FullName;
    private readonly FoldData _data = Data();

    private SplitFold Fold => _data.Folds[0];

    private string History => Path.Combine(_folder, TrainStage.HistoryFile);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Check_ClassifierOfItsTrainingSide_SaysSo()
    {
        var findings = new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, Classifier(_data.TrainingSide(Fold)), History);

        findings[0].Finding.ShouldBe("Learnt again from the 36 training clips: the same bits.");
        findings[1].Finding.ShouldBe("There was one candidate.");
    }

    [Fact]
    public void Check_ClassifierScaledByTestClipsToo_Fails()
    {
        var everything = new SplitFold("1", [.. _data.Clips.Select(static _ => Partition.Train)]);

        var error = Should.Throw<StageFailedException>(() =>
            new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, Classifier(_data.TrainingSide(everything)), History));

        error.Message.ShouldStartWith(
            "fold 1: the model's means and deviations are not those of its 36 training clips, expected the same bits.");
    }

    [Fact]
    public void Check_NetworkStoppedByItsValidationClips_SaysSo()
    {
        var findings = new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, Trained(Fold), History);

        findings[0].Finding.ShouldBe("Learnt again from the 27 training clips: the same bits.");
        findings[1].Finding.ShouldBe("The saved weights reach the recorded figures on the 9 validation clips, of which none is tested.");
    }

    [Fact]
    public void Check_NetworkStoppedByTestClips_Fails()
    {
        // Validated on what is tested: the figures recorded belong to other clips. Their labels are turned, so that figures must differ.
        var model = Trained(
            Fold with
            {
                Partitions =
                [
                    .. Fold.Partitions.Select(static side =>
                        side switch
                        {
                            Partition.Test => Partition.Validation,
                            Partition.Validation => Partition.Test,
                            _ => side,
                        }),
                ],
            },
            areTurned: true);

        var error = Should.Throw<StageFailedException>(() => new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, model, History));

        error.Message.ShouldContain("validation clips right, expected what history.csv records.");
    }

    // Four speakers; the last is tested, of the others one validates. Labels are easy to tell.
    private static FoldData Data()
    {
        var clips = ClipSet.Crossed(4, 4, 3);
        var random = new SeededRandom(1, "features");
        float[] values =
        [
            .. clips.SelectMany(clip =>
                new[] { (float)(clip.Label[1] - '0' + (0.05 * random.NextGaussian())), (float)random.NextGaussian() + clip.Speaker[2] }),
        ];
        var table = new SequenceSet(values, [.. Enumerable.Range(0, clips.Count + 1).Select(static i => (long)i)], 2);
        var sides = clips.Select(static clip =>
            clip.Speaker == "s03" ? Partition.Test
            : clip.Text == "t03" ? Partition.Validation
            : Partition.Train);
        return new FoldData(clips, Labels, table, [], [new SplitFold("1", [.. sides])]);
    }

    private TrainedModel Classifier(ClassifierTrainingSet training)
    {
        var options = new LogisticRegressionOptions();
        var fitted = training.Fit(
            options,
            [.. Enumerable.Range(0, training.Clips.Count)],
            new FitSettings(IsScaled: true, Seed: 1, Threads: 1));
        ClassifierModel.Save(
            _folder,
            Labels,
            new FeatureOptions(),
            FeatureNormalization.Train,
            new CandidateChoice([new EvaluatedCandidate(options, null)], 0, "none", 0),
            fitted);
        return TrainedModel.Load(_folder);
    }

    private TrainedModel Trained(SplitFold fold, bool areTurned = false)
    {
        var options = new TrainingOptions
        {
            Epochs = 30,
            LearningRate = 0.05,
            BatchSize = 8,
        };
        var network = Network.Create([new GlobalAveragePoolingOptions()], 2, Labels.Length, 1);
        var validation = (areTurned ? _data with { Labels = ["l1", "l2", "l0"] } : _data).Sequences(fold, Partition.Validation);
        var history = Trainer.Train(network, _data.Sequences(fold, Partition.Train), validation, options, 1, WorkerPool.Serial);
        ModelFile.Save(_folder, network, ModelRecipe.Describe(Labels, new FeatureOptions(), FeatureNormalization.Train));
        HistoryTable.Write(History, [("1", history.Epochs)]);
        return TrainedModel.Load(_folder);
    }
}
