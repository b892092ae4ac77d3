using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Encoders.Onnx;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Models.Tests;

public sealed class EmotionModelTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff-emotion-model-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Predict_PathStreamSamplesAndSignal_GiveTheSameBits()
    {
        var model = EmotionModel.Load(TestModels.Save(PathOf("model")));
        var path = PathOf("clip.wav");
        using (var file = File.Create(path))
        {
            WavWriter.Write16(file, TestModels.Sound(1), TestModels.SampleRateHz);
        }

        var signal = AudioDecoder.Decode(File.ReadAllBytes(path), path);
        var ofPath = model.Predict(path);
        using var stream = File.OpenRead(path);

        model.Name.ShouldBe("model");
        model.Labels.ShouldBe(TestModels.Labels);
        model.ModelCount.ShouldBe(1);
        ofPath.Clip.ShouldBe(path);
        ofPath.Seconds.ShouldBe(1);
        ofPath.Trajectory.ShouldBeEmpty();
        ofPath.Label.ShouldBe(TestModels.Labels[Array.IndexOf([.. ofPath.Probabilities], ofPath.Probabilities.Max())]);
        ofPath.Probabilities.Sum().ShouldBe(1, 1e-5);
        model.Predict(stream).Probabilities.ShouldBe(ofPath.Probabilities);
        model.Predict(signal).Probabilities.ShouldBe(ofPath.Probabilities);
        model.Predict(signal.Samples, signal.SampleRateHz).Probabilities.ShouldBe(ofPath.Probabilities);
    }

    [Fact]
    public void Predict_OneNetwork_GivesTheBitsOfItsFeaturesAndNetwork()
    {
        var folder = TestModels.Save(PathOf("model"));
        var sound = TestModels.Sound(0.7);
        var features = new FeatureExtractor(TestModels.Features).Extract(sound, TestModels.SampleRateHz);
        var clip = new SequenceSet(features.Values, [0, features.FrameCount], features.FeatureCount);
        var expected = ModelFile.Load(folder).Network.Predict(clip, WorkerPool.Serial);

        EmotionModel.Load(folder).Predict(sound, TestModels.SampleRateHz).Probabilities.ShouldBe(expected.Cast<float>());
    }

    [Fact]
    public void Predict_CalibratedNetwork_GivesItsCalibratedProbabilitiesAlsoOfALongRecording()
    {
        var plain = ModelFile.Load(TestModels.Save(PathOf("plain")));
        double[][] rows = [.. Enumerable.Range(0, 40).Select(static clip => clip % 4 == 0 ? new[] { 0.2, 0.7, 0.1 } : [0.7, 0.2, 0.1])];
        var calibration = CalibrationFitter.Fit(
            CalibrationMethod.Temperature, new HeldOutClips(HeldOutClips.Validation, rows, [.. Enumerable.Repeat(0, 40)]));
        ModelFile.Save(PathOf("calibrated"), plain.Network, plain.Metadata.WithCalibration(calibration));
        var sound = TestModels.Sound(2);
        var path = PathOf("long.wav");
        using (var file = File.Create(path))
        {
            WavWriter.Write16(file, TestModels.Sound(150), TestModels.SampleRateHz);
        }

        var model = EmotionModel.Load(PathOf("calibrated"));
        var probabilities = model.Predict(sound, TestModels.SampleRateHz).Probabilities;

        double[] expected = [.. EmotionModel.Load(PathOf("plain")).Predict(sound, TestModels.SampleRateHz).Probabilities];
        calibration.Apply(expected);
        probabilities.ShouldBe(expected.Select(static p => (float)p));
        model.Predict(path).Probabilities.ShouldBe(model.Predict(AudioDecoder.Decode(File.ReadAllBytes(path), path)).Probabilities);
    }

    [Fact]
    public void Predict_TestTimeAugmentation_GivesTheMeanOverTheRecordingAndItsCopies()
    {
        var plain = ModelFile.Load(TestModels.Save(PathOf("plain")));
        var augmentation = new WaveformAugmentationOptions { Copies = 3, TestTime = 2, SignalToNoiseDb = 30 };
        ModelFile.Save(
            PathOf("averaged"), plain.Network, plain.Metadata.WithTestTime(TestTimeAugmentation.Of(augmentation, seed: 7)!));
        var (left, right) = (TestModels.Sound(1), TestModels.Sound(1, seed: 2));
        var stereo = new AudioSignal(TestModels.SampleRateHz, 2, [.. left.Zip(right).SelectMany(static of => new[] { of.First, of.Second })]);
        var mono = stereo.ToMono();
        var digest = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(stereo.Samples)));
        IReadOnlyList<float> Plain(float[] sound) =>
            EmotionModel.Load(PathOf("plain")).Predict(sound, TestModels.SampleRateHz).Probabilities;

        var model = EmotionModel.Load(PathOf("averaged"));
        var windows = new TrajectoryOptions { WindowSeconds = 0.5, StepSeconds = 0.5, Choice = TrajectoryChoice.Always };
        var predicted = model.Predict(stereo, "clip", windows);

        IReadOnlyList<float>[] versions =
        [
            Plain(mono),
            .. new[] { 1, 2 }.Select(copy => Plain(new WaveformAugmenter(augmentation).Apply(
                mono, TestModels.SampleRateHz, copy, WaveformAugmenter.StreamOf(7, digest, copy)))),
        ];
        predicted.Probabilities.ShouldBe(
            Enumerable.Range(0, 3).Select(k => (float)(versions.Sum(version => (double)version[k]) / 3)));
        predicted.Probabilities.ShouldNotBe(versions[0]);
        predicted.Trajectory[0].Probabilities.ShouldBe(model.Predict(mono.AsSpan(0, 8000), TestModels.SampleRateHz).Probabilities);
    }

    [Fact]
    public void AnswerOptions_CalibratedFolds_RejectAndGiveSetsByWhatTheyLearntOnHeldOutClips()
    {
        double[][] rows = [.. Enumerable.Range(0, 40).Select(static clip => clip % 4 == 0 ? new[] { 0.2, 0.7, 0.1 } : [0.7, 0.2, 0.1])];
        var calibration = CalibrationFitter.Fit(
            CalibrationMethod.Temperature, new HeldOutClips(HeldOutClips.Validation, rows, [.. Enumerable.Repeat(0, 40)]));
        foreach (var (fold, seed) in new[] { ("A", 1UL), ("B", 2UL) })
        {
            var plain = ModelFile.Load(TestModels.Save(PathOf("plain"), seed));
            ModelFile.Save(PathOf($"model/fold-{fold}"), plain.Network, plain.Metadata.WithCalibration(calibration));
        }

        var model = EmotionModel.Load(PathOf("model"));
        var prediction = model.Predict(TestModels.Sound(1), TestModels.SampleRateHz);
        var always = new AnswerOptions { RejectBelow = 1, Coverage = 0.9 };

        model.ConfidenceSteps[0].ShouldBe(new ConfidenceStep(0, 80, 60));
        always.FindObstacle(model).ShouldBeNull();
        always.Rejects(prediction).ShouldBe(true);
        always.SetOf(model, prediction)![0].ShouldBe(prediction.Label);
        always.Describe(model).ShouldBe(
            "From 0.95 on, 0.0 % of the 80 clips that were held out of the training are answered; without rejection 75.0 % are right.");
        new AnswerOptions { RejectBelow = 0.02 }.Describe(model).ShouldBe(
            "From 0 on, 100.0 % of the 80 clips that were held out of the training are answered, 75.0 % of them rightly; "
                + "without rejection 75.0 % are right.");
        new AnswerOptions().Rejects(prediction).ShouldBeNull();
        new AnswerOptions { Coverage = 0.5 }.FindObstacle(model)!.Message.ShouldBe("is 0.5, expected one of 0.8, 0.9, 0.95.");
        var uncalibrated = EmotionModel.Load(PathOf("plain"));
        always.FindObstacle(uncalibrated)!.Message.ShouldBe(
            "is 0.9, but the model's probabilities are not calibrated. Train it with calibration: temperature.");
        always.Describe(uncalibrated).ShouldBe("What rejection buys is not known: the model's probabilities are not calibrated.");
        new AnswerOptions { RejectBelow = 1.5 }.Validate().Single().Message.ShouldBe("is 1.5, expected a probability, 0 to 1.");
        new AnswerOptions { RejectBelow = 0.5 }.FindObstacle(EmotionModel.Load(TestModels.SaveTargets(PathOf("numbers"))))!.Message.ShouldBe(
            "is of probabilities, but the model predicts numbers. Leave it out.");
    }

    [Fact]
    public void Predict_ModelOfNumbers_GivesTheirValuesAndNoLabel()
    {
        TestModels.SaveTargets(PathOf("model/fold-A"), seed: 1);
        TestModels.SaveTargets(PathOf("model/fold-B"), seed: 2);
        var sound = TestModels.Sound(2);
        var signal = new AudioSignal(TestModels.SampleRateHz, 1, sound);
        var windows = new TrajectoryOptions { Choice = TrajectoryChoice.Always };

        var model = EmotionModel.Load(PathOf("model"));
        var both = model.Predict(signal, "clip", windows);
        var alone = new[] { "A", "B" }
            .Select(fold => EmotionModel.Load(PathOf("model"), new ModelLoadOptions { Fold = fold }).Predict(signal).Values)
            .ToList();

        (model.Labels.Count, both.Label, both.Probabilities.Count).ShouldBe((0, "", 0));
        model.Targets.ShouldBe(["arousal", "valence"]);
        both.Values.ShouldBe(alone[0].Zip(alone[1], static (a, b) => (float)(((double)a + b) / 2)));
        both.Trajectory.ShouldNotBeEmpty();
        both.Trajectory.ShouldAllBe(static window => window.Label == null && window.Values.Count == 2);
    }

    [Fact]
    public void Load_FoldsOfNumbersAndOfClasses_SaysThatTheyDiffer()
    {
        TestModels.SaveTargets(PathOf("model/fold-A"));
        TestModels.Save(PathOf("model/fold-B"));

        Should.Throw<ModelFormatException>(() => EmotionModel.Load(PathOf("model"))).Message.ShouldContain("differ in labels");
    }

    [Fact]
    public void Load_Folds_AreAveragedOrTakenAlone()
    {
        TestModels.Save(PathOf("model/fold-A"), seed: 1);
        TestModels.Save(PathOf("model/fold-B"), seed: 2);
        var sound = TestModels.Sound(0.5);
        IReadOnlyList<float> Probabilities(string folder, string? fold = null) =>
            EmotionModel.Load(PathOf(folder), new ModelLoadOptions { Fold = fold }).Predict(sound, TestModels.SampleRateHz).Probabilities;
        var (first, second) = (Probabilities("model/fold-A"), Probabilities("model/fold-B"));

        EmotionModel.Load(PathOf("model")).ModelCount.ShouldBe(2);
        Probabilities("model").ShouldBe(first.Zip(second, (a, b) => (float)(((double)a + b) / 2)));
        Probabilities("model", "A").ShouldBe(first);
        Probabilities("model", "B").ShouldBe(second);
        Probabilities(".").ShouldBe(Probabilities("model"), "the folder of an experiment's results holds the models below model/");
    }

    [Fact]
    public void Load_NoModelOrFold_NamesThem()
    {
        var empty = Directory.CreateDirectory(PathOf("empty")).FullName;
        var missing = PathOf("missing");
        var single = TestModels.Save(PathOf("single"));
        TestModels.Save(PathOf("folds/fold-A"));
        TestModels.Save(PathOf("folds/fold-B"));

        Message<ModelNotFoundException>(() => EmotionModel.Load(empty))
            .ShouldBe($"{empty}: the folder holds no model.json and no folder fold-*, expected the folder of a trained model.");
        Message<ModelNotFoundException>(() => EmotionModel.Load(missing))
            .ShouldBe($"{missing}: the folder does not exist, expected the folder of a trained model.");
        var file = Path.Combine(single, "model.json");
        Message<ModelNotFoundException>(() => EmotionModel.Load(file)).ShouldBe($"{file}: is a file, expected the folder of a trained model.");
        Message<ModelNotFoundException>(() => EmotionModel.Load(single, new ModelLoadOptions { Fold = "A", Name = "lstm" }))
            .ShouldBe("lstm: there is a single model and no fold 'A'. Leave the fold out.");
        Message<ModelNotFoundException>(() => EmotionModel.Load(PathOf("folds"), new ModelLoadOptions { Fold = "C", Name = "lstm" }))
            .ShouldBe("lstm: there is no fold 'C', expected one of A, B.");
    }

    [Fact]
    public void Load_ModelsThatCannotPredictRecordings_AreRefused()
    {
        TestModels.Save(PathOf("mixed/fold-A"));
        TestModels.Save(PathOf("mixed/fold-B"), labels: ["angry", "happy", "surprise"]);
        TestModels.Save(PathOf("features/fold-A"));
        TestModels.Save(PathOf("features/fold-B"), features: TestModels.Features with { HopLength = 128 });
        var bySpeaker = TestModels.Save(PathOf("speaker"), normalization: FeatureNormalization.Speaker);
        var nameless = TestModels.Save(PathOf("nameless"), labels: []);

        var homeless = TestModels.Save(PathOf("homeless"), features: TestModels.Features with
        {
            Kind = new OnnxKind { Model = "gone.onnx", SampleRateHz = 16_000, Digest = "" },
        });

        Message<ModelFormatException>(() => EmotionModel.Load(homeless)).ShouldStartWith(
            $"{homeless}: the model's features.kind names a network that cannot be used: gone.onnx: there is no such file, ");
        foreach (var folder in new[] { PathOf("mixed"), PathOf("features") })
        {
            Message<ModelFormatException>(() => EmotionModel.Load(folder))
                .ShouldBe(
                    $"{folder}: the models of the folds differ in labels or feature settings, expected models of one experiment. "
                        + "Train again, or name one of the folds.");
        }

        Message<ModelFormatException>(() => EmotionModel.Load(bySpeaker))
            .ShouldBe(
                $"{bySpeaker}: the model was trained with normalization: speaker and needs all clips of a speaker at once, "
                    + "expected a model that can predict a single recording. Train with normalization: train or clip.");
        Message<ModelFormatException>(() => EmotionModel.Load(nameless))
            .ShouldBe(
                $"{nameless}: the model names no classes, expected 'class_names' in model.json. Train the model with Bakeoff, or add "
                    + $"the names.");
    }

    [Fact]
    public void Load_NetworkWithoutFeatureSettings_IsRefused()
    {
        var folder = TestModels.Save(PathOf("model"));
        var saved = ModelFile.Load(folder);
        ModelFile.Save(folder, saved.Network, new ModelMetadata { ClassNames = TestModels.Labels });

        Message<ModelFormatException>(() => EmotionModel.Load(folder))
            .ShouldBe(
                $"{Path.Combine(folder, "model.json")}: the model holds no feature settings, expected 'features' among its properties. "
                    + "Train it with Bakeoff, or compute the features yourself and use Bakeoff.Neural.");
    }

    [Fact]
    public void Load_FeatureKindOfAnAssemblyThatIsNotThere_SaysWhatToDo()
    {
        var folder = TestModels.Save(PathOf("model"));
        var path = Path.Combine(folder, "model.json");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\\\"mfcc\\\"", "\\\"cochlea\\\"", StringComparison.Ordinal));

        Message<ModelFormatException>(() => EmotionModel.Load(folder))
            .ShouldBe(
                $"{path}: the model's feature settings cannot be read ('cochlea' is no known kind of FeatureKind). "
                    + "Copy the model again, or train again; a kind of another assembly is registered first (OptionKinds.Register).");
    }

    [Fact]
    public void Predict_SilentOrTooShortClip_NamesTheClip()
    {
        var model = EmotionModel.Load(TestModels.Save(PathOf("model")));
        var silent = new AudioSignal(TestModels.SampleRateHz, 1, new float[8000]);
        var tooShort = new AudioSignal(TestModels.SampleRateHz, 1, TestModels.Sound(0.01));
        var tone = TestModels.Sound(0.5);
        var cancelled = new AudioSignal(TestModels.SampleRateHz, 2, [.. tone.SelectMany(x => new[] { x, -x })]);

        Message<UnusableClipException>(() => model.Predict(silent, "clip.wav", TrajectoryOptions.None))
            .ShouldBe(
                "clip.wav: clip is silent: its peak is 0, expected at least -70 dBFS. Check the microphone and the recorded channels.");
        var error = Should.Throw<UnusableClipException>(() => model.Predict(tooShort, "clip.wav", TrajectoryOptions.None));
        error.Clip.ShouldBe("clip.wav");
        error.Message.ShouldBe("clip.wav: clip is 0.01 s long, expected at least 0.05 s.");
        Message<UnusableClipException>(() => model.Predict(cancelled, "clip.wav", TrajectoryOptions.None))
            .ShouldBe(
                "clip.wav: clip is silent: its channels cancel in the mono mix, whose peak is 0, expected at least -70 dBFS. "
                    + "Check the microphone and the recorded channels.");
    }

    [Fact]
    public void Predict_LongRecording_GivesTheBitsOfItsSamples()
    {
        TestModels.Save(PathOf("model/fold-A"), seed: 1);
        TestModels.Save(PathOf("model/fold-B"), seed: 2);
        var model = EmotionModel.Load(PathOf("model"));
        var sound = TestModels.Sound(135);
        sound.AsSpan(5 * TestModels.SampleRateHz, 12 * TestModels.SampleRateHz).Clear();
        var path = PathOf("long.wav");
        using (var file = File.Create(path))
        {
            WavWriter.Write16(file, sound, TestModels.SampleRateHz);
        }

        var trajectory = new TrajectoryOptions { WindowSeconds = 4, StepSeconds = 3.3 };
        var whole = model.Predict(AudioDecoder.Decode(File.ReadAllBytes(path), path), path, trajectory);
        using var recording = AudioReader.Open(path);
        recording.IsLong.ShouldBeTrue();

        var streamed = model.Predict(recording, trajectory);

        streamed.Label.ShouldBe(whole.Label);
        streamed.Seconds.ShouldBe(135);
        streamed.Probabilities.ShouldBe(whole.Probabilities);
        streamed
            .Trajectory.Select(window => (window.StartSeconds, window.EndSeconds, window.Label))
            .ShouldBe(whole.Trajectory.Select(window => (window.StartSeconds, window.EndSeconds, window.Label)));
        streamed
            .Trajectory.SelectMany(window => window.Probabilities)
            .ShouldBe(whole.Trajectory.SelectMany(window => window.Probabilities));
        streamed.Trajectory.ShouldContain(window => window.Label == null);
    }

    [Fact]
    public void Predict_Trajectory_EachWindowIsPredictedAsAClip()
    {
        var model = EmotionModel.Load(TestModels.Save(PathOf("model")));
        var sound = TestModels.Sound(3);
        sound.AsSpan(TestModels.SampleRateHz, TestModels.SampleRateHz).Clear();
        var clip = new AudioSignal(TestModels.SampleRateHz, 1, sound);

        var prediction = model.Predict(clip, "clip.wav", new TrajectoryOptions { WindowSeconds = 1, StepSeconds = 0.5 });

        prediction.Trajectory.Select(window => window.StartSeconds).ShouldBe([0, 0.5, 1, 1.5, 2]);
        prediction.Trajectory.Select(window => window.EndSeconds).ShouldBe([1, 1.5, 2, 2.5, 3]);
        prediction.Trajectory[2].Label.ShouldBeNull();
        prediction.Trajectory[2].Probabilities.ShouldBeEmpty();
        var last = model.Predict(sound.AsSpan(2 * TestModels.SampleRateHz), TestModels.SampleRateHz);
        prediction.Trajectory[4].Probabilities.ShouldBe(last.Probabilities);
        prediction.Trajectory[4].Label.ShouldBe(last.Label);
        prediction.Probabilities.ShouldBe(model.Predict(clip).Probabilities);
    }

    [Fact]
    public void Predict_ManyThreads_GiveTheSameBits()
    {
        using var pool = new WorkerPool(2);
        TestModels.Save(PathOf("model/fold-A"), seed: 1);
        TestModels.Save(PathOf("model/fold-B"), seed: 2);
        var model = EmotionModel.Load(PathOf("model"), new ModelLoadOptions { Pool = pool });
        float[][] sounds = [.. Enumerable.Range(1, 6).Select(i => TestModels.Sound(0.2 * i, (ulong)i))];
        var expected = Array.ConvertAll(sounds, sound =>
            EmotionModel.Load(PathOf("model")).Predict(sound, TestModels.SampleRateHz).Probabilities);

        Parallel.For(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
            model.Predict(sounds[i % sounds.Length], TestModels.SampleRateHz).Probabilities.ShouldBe(expected[i % sounds.Length]));
    }

    [Fact]
    public void Constructor_ModelsThatDiffer_Throws()
    {
        TrainedModel[] models =
        [
            TrainedModel.Load(TestModels.Save(PathOf("a"))),
            TrainedModel.Load(TestModels.Save(PathOf("b"), labels: ["x", "y", "z"])),
        ];
        Should.Throw<ArgumentException>(() => new EmotionModel("both", models, WorkerPool.Serial));
        Should.Throw<ArgumentException>(() => new EmotionModel("none", [], WorkerPool.Serial));
    }

    private static string Message<TException>(Action action)
        where TException : Exception => Should.Throw<TException>(action).Message;

    private string PathOf(string relative) => Path.Combine(_root, relative);
}
