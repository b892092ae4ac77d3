using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Confidence;
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
        var findings = new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, Classifier(_data.TrainingSide(Fold)), _folder);

        findings[0].Finding.ShouldBe("Learnt again from the 36 training clips: the same bits.");
        findings[1].Finding.ShouldBe("There was one candidate.");
    }

    [Fact]
    public void Check_ClassifierScaledByTestClipsToo_Fails()
    {
        var everything = new SplitFold("1", [.. _data.Clips.Select(static _ => Partition.Train)]);

        var error = Should.Throw<StageFailedException>(() =>
            new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, Classifier(_data.TrainingSide(everything)), _folder));

        error.Message.ShouldStartWith(
            "fold 1: the model's means and deviations are not those of its 36 training clips, expected the same bits.");
    }

    [Fact]
    public void Check_NetworkStoppedByItsValidationClips_SaysSo()
    {
        var findings = new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, Trained(Fold), _folder);

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

        var error = Should.Throw<StageFailedException>(() => new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, model, _folder));

        error.Message.ShouldContain("validation clips right, expected what history.csv records.");
    }

    [Fact]
    public void Check_ClassifierCalibratedOnItsTrainingSide_SaysSo()
    {
        var model = Calibrated(static calibration => calibration);

        var findings = new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, model, _folder);

        findings[2].ShouldBe(new ProtocolCheck(
            "1",
            "calibration",
            "The temperature calibration was fitted again on the 36 clips of the training side, each held out by an inner fold, "
                + "of which none is tested: the same bits."));
    }

    [Fact]
    public void Check_ClassifierWithAnotherTemperature_Fails()
    {
        var model = Calibrated(static calibration =>
            calibration with { Weights = [.. calibration.Weights.Select(static weight => weight * 1.0001)] });

        Should.Throw<StageFailedException>(() => new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, model, _folder))
            .Message.ShouldStartWith("fold 1: the calibration is not that of the 36 clips which were held out, expected the same bits.");
    }

    [Fact]
    public void Check_ClassifierCalibratedOnTestedClips_Fails()
    {
        var model = Calibrated(static calibration => calibration, tested: true);

        Should.Throw<StageFailedException>(() => new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, model, _folder))
            .Message.ShouldStartWith("fold 1: held-out.csv has other clips than the 36 of the training side, expected the same clips.");
    }

    [Fact]
    public void Check_ClassifierThatCouldNotBeCalibrated_SaysWhy()
    {
        var training = _data.TrainingSide(Fold);
        var nothing = CalibrationFitter.Fit(CalibrationMethod.Temperature, new HeldOutClips(HeldOutClips.InnerFolds, [], []));

        var findings = new TrainingSideAudit(_data, WorkerPool.Serial).Check(Fold, Classifier(training, nothing), _folder);

        findings[2].Finding.ShouldBe("Probabilities are not calibrated: 0 clips were held out, expected at least 20.");
    }

    private TrainedModel Calibrated(Func<ProbabilityCalibration, ProbabilityCalibration> change, bool tested = false)
    {
        var training = _data.TrainingSide(Fold);
        var random = new SeededRandom(4, "held out");
        List<HeldOutEntry> entries =
        [
            .. training.Clips.Select((clip, i) => new HeldOutEntry(
                "1",
                tested && i == 0 ? _data.Clips[Fold.IndicesOf(Partition.Test)[0]].Sha256 : clip.Sha256,
                clip.Label,
                Row(training.Classes[i]))),
        ];
        HeldOutTable.Write(Path.Combine(_folder, TrainStage.HeldOutFile), Labels, entries);
        var clips = new HeldOutClips(HeldOutClips.InnerFolds, entries.ConvertAll(static entry => entry.Probabilities), training.Classes)
        {
            Smallest = 2.2250738585072014E-308,
        };
        return Classifier(training, change(CalibrationFitter.Fit(CalibrationMethod.Temperature, clips)));

        double[] Row(int k)
        {
            double[] row = [random.NextGaussian(), random.NextGaussian(), random.NextGaussian()];
            row[k] += 2;
            Softmax.Apply(row);
            return row;
        }
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

    private TrainedModel Classifier(ClassifierTrainingSet training, ProbabilityCalibration? calibration = null)
    {
        var options = new LogisticRegressionOptions();
        var fitted = training.Fit(
            options,
            [.. Enumerable.Range(0, training.Clips.Count)],
            new FitSettings(IsScaled: true, Seed: 1, Threads: 1)) with { Calibration = calibration };
        ClassifierModel.Save(
            _folder,
            Labels,
            new ModelInput(new FeatureOptions(), FeatureNormalization.Train),
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
