using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Models.Tests.Storage;

public sealed class ClassifierModelTests : IDisposable
{
    private static readonly string[] Labels = ["l0", "l1", "l2"];
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-model-").FullName;

    public static TheoryData<ClassifierOptions> Kinds =>
        [
            new LogisticRegressionOptions(),
            new LinearSvmOptions(),
            new RbfSvmOptions { C = 3 },
            new NearestNeighboursOptions { K = 3 },
            new LinearDiscriminantOptions(),
            new RandomForestOptions { Trees = 7, MinLeaf = 2 },
            new GradientBoostingOptions { Rounds = 3, MinLeaf = 5 },
        ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_SavedClassifier_GivesTheSameBits(ClassifierOptions options)
    {
        var (fitted, table) = Fit(options);
        Save(options, fitted);

        var model = TrainedModel.Load(_folder);

        model.Labels.ShouldBe(Labels);
        model.Normalization.ShouldBe(FeatureNormalization.Clip);
        model.Features.MfccCount.ShouldBe(13);
        model.Features.Summary.ShouldBe(FeatureSummary.Functionals);
        model.Features.IsClipNormalized.ShouldBeTrue();
        var predicted = model.Predict(table, WorkerPool.Serial);
        var expected = fitted.Probabilities(table.ToDesignMatrix(), 1);
        for (var clip = 0; clip < expected.Length; clip++)
        {
            for (var k = 0; k < Labels.Length; k++)
            {
                predicted[clip, k].ShouldBe((float)expected[clip][k]);
            }
        }
    }

    [Fact]
    public void Load_RobustlyScaledClassifier_KeepsTheLimit()
    {
        var (fitted, table) = Fit(new LinearDiscriminantOptions(), FeatureScaling.Robust);
        Save(new LinearDiscriminantOptions(), fitted);

        var model = TrainedModel.Load(_folder);

        ((ClassifierModel)model).Scaler!.Limit.ShouldBe(StandardScaler.RobustLimit);
        model.Predict(table, WorkerPool.Serial)[7, 1].ShouldBe((float)fitted.Probabilities(table.ToDesignMatrix(), 1)[7][1]);
    }

    [Fact]
    public void Load_SavedRegressors_GiveTheSameBits()
    {
        var random = new SeededRandom(3, "numbers");
        float[] features = [.. Enumerable.Range(0, 40 * 3).Select(_ => (float)random.NextGaussian())];
        var table = new SequenceSet(features, [.. Enumerable.Range(0, 41).Select(static i => (long)i)], 3);
        var rows = table.ToDesignMatrix();
        var scaler = StandardScaler.Fit(rows);
        double[] arousal = [.. Enumerable.Range(0, 40).Select(i => 4 + rows.Row(i)[0])];
        double[] valence = [.. Enumerable.Range(0, 40).Select(i => 3 - rows.Row(i)[1])];
        ClassifierOptions[] kinds = [new RidgeOptions(), new KernelRidgeOptions(), new NearestNeighboursOptions { K = 3 }];
        foreach (var options in kinds)
        {
            IRegressor Train(double[] values) => options.TrainRegressor(new TargetRows(scaler.Apply(rows), values), seed: 1, threads: 1);
            var fitted = new FittedRegressor(scaler, [Train(arousal), Train(valence)]);
            var choice = new CandidateChoice([new EvaluatedCandidate(options, InnerUar: null)], 0, "speaker", 0);
            ClassifierModel.Save(_folder, ["arousal", "valence"], new ModelInput(new FeatureOptions(), FeatureNormalization.Train), choice, fitted);

            var model = TrainedModel.Load(_folder);

            model.Targets.ShouldBe(["arousal", "valence"]);
            model.Labels.ShouldBeEmpty();
            var predicted = model.Predict(table, WorkerPool.Serial);
            var expected = fitted.Predict(rows, threads: 1);
            for (var clip = 0; clip < 40; clip++)
            {
                predicted[clip, 0].ShouldBe((float)expected[0][clip]);
                predicted[clip, 1].ShouldBe((float)expected[1][clip]);
            }
        }
    }

    [Fact]
    public void Load_OtherArrayInPlace_NamesTheFile()
    {
        Save(new RbfSvmOptions(), Fit(new RbfSvmOptions()).Fitted);
        var path = Path.Combine(_folder, "offsets.npy");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Should
            .Throw<ModelFormatException>(() => TrainedModel.Load(_folder))
            .Message.ShouldBe(
                $"{path}: SHA-256 differs from that in model.json. The files are from different models or one is damaged; copy all again.");
    }

    [Fact]
    public void Load_ArrayMissing_IsAMessage()
    {
        Save(new RbfSvmOptions(), Fit(new RbfSvmOptions()).Fitted);
        File.Delete(Path.Combine(_folder, "gamma.npy"));

        Should.Throw<ModelFormatException>(() => TrainedModel.Load(_folder)).Message.ShouldContain("gamma.npy");
    }

    [Fact]
    public void Load_LaterVersion_NamesBoth()
    {
        Save(new RbfSvmOptions(), Fit(new RbfSvmOptions()).Fitted);
        var path = Path.Combine(_folder, "model.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));

        Should
            .Throw<ModelFormatException>(() => TrainedModel.Load(_folder))
            .Message.ShouldBe($"{path}: version is 2, expected 1. Read it with the release that wrote it, or train again.");
    }

    [Fact]
    public void Load_NoModel_NamesTheFile() =>
        Should
            .Throw<ModelFormatException>(() => TrainedModel.Load(_folder))
            .Message.ShouldEndWith(
                "does not exist, expected the description of a saved model. Train the model first or correct the folder.");

    private void Save(ClassifierOptions options, FittedClassifier fitted) =>
        ClassifierModel.Save(
            _folder,
            Labels,
            new ModelInput(new FeatureOptions { MfccCount = 13, Summary = FeatureSummary.Functionals }, FeatureNormalization.Clip),
            new CandidateChoice([new EvaluatedCandidate(options, null)], 0, "text", 0),
            fitted);

    private static (FittedClassifier Fitted, SequenceSet Table) Fit(
        ClassifierOptions options, FeatureScaling scaling = FeatureScaling.Standard)
    {
        int[] classes = [.. Enumerable.Range(0, 60).Select(static i => i % 3)];
        var random = new SeededRandom(1, "features");
        float[] values = [.. classes.SelectMany(number => new[] { (float)(number + random.NextGaussian()), (float)random.NextGaussian() })];
        var table = new SequenceSet(values, [.. Enumerable.Range(0, classes.Length + 1).Select(static i => (long)i)], 2);
        return (
            FittedClassifier.Fit(
                options,
                new TrainingRows(table.ToDesignMatrix(), classes, 3),
                new FitSettings(IsScaled: true, Seed: 1, Threads: 2) { Scaling = scaling }),
            table);
    }
}
