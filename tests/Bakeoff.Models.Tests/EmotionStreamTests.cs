using Bakeoff.Audio.Decoding;

namespace Bakeoff.Models.Tests;

public sealed class EmotionStreamTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-emotion-stream-").FullName;
    private readonly EmotionModel _model;

    public EmotionStreamTests() => _model = EmotionModel.Load(TestModels.Save(_folder));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Ends between windows, with a window, before the first; windows that touch; steps of no whole samples; resampled.</summary>
    [Theory]
    [InlineData(3.1, 1, 0.25, 16000)]
    [InlineData(2.5, 1, 0.25, 16000)]
    [InlineData(1, 1, 0.5, 16000)]
    [InlineData(0.6, 1, 0.5, 16000)]
    [InlineData(2.2, 0.33333, 0.33333, 16000)]
    [InlineData(2.2, 0.7, 0.12345, 22050)]
    public void Add_BlocksOfAnySize_GiveTheWindowsOfTheRecording(double seconds, double window, double step, int rateHz)
    {
        var sound = TestModels.Sound(seconds * rateHz / TestModels.SampleRateHz);
        sound.AsSpan(sound.Length / 3, sound.Length / 2).Clear();
        var windows = new TrajectoryOptions { WindowSeconds = window, StepSeconds = step, Choice = TrajectoryChoice.Always };
        var expected = _model.Predict(new AudioSignal(rateHz, 1, sound), "sound", windows).Trajectory;

        foreach (var blockLength in new[] { 37, 320, sound.Length })
        {
            var stream = _model.BeginStream(rateHz, windows);
            List<WindowPrediction> predicted = [];
            foreach (var block in sound.Chunk(blockLength))
            {
                var completed = stream.Add(block);
                completed.ShouldAllBe(one => one.EndSeconds <= stream.Seconds);
                predicted.AddRange(completed);
            }

            if (stream.PredictEnd() is { } last)
            {
                predicted.Add(last);
            }

            Rows(predicted).ShouldBe(Rows(expected), $"blocks of {blockLength}");
            stream.Seconds.ShouldBe((double)sound.Length / rateHz);
        }
    }

    [Fact]
    public void Add_WindowIsComplete_IsPredictedAtItsLastSample()
    {
        var sound = TestModels.Sound(2);
        var stream = _model.BeginStream(16000, new TrajectoryOptions { WindowSeconds = 1, StepSeconds = 0.25 });

        stream.Add(sound.AsSpan(0, 15999)).ShouldBeEmpty();
        var first = stream.Add(sound.AsSpan(15999, 1)).ShouldHaveSingleItem();
        stream.PredictEnd().ShouldBeNull("a window ends here");
        stream.Add(sound.AsSpan(16000, 3999)).ShouldBeEmpty();
        var second = stream.Add(sound.AsSpan(19999, 1)).ShouldHaveSingleItem();

        (first.StartSeconds, first.EndSeconds, second.StartSeconds, second.EndSeconds).ShouldBe((0, 1, 0.25, 1.25));
        first.Probabilities.ShouldBe(_model.Predict(sound.AsSpan(0, 16000), 16000).Probabilities);
        second.Probabilities.ShouldBe(_model.Predict(sound.AsSpan(4000, 16000), 16000).Probabilities);
    }

    [Fact]
    public void PredictEnd_NothingOrTooLittle_IsNullOrRefused()
    {
        var stream = _model.BeginStream(16000, new TrajectoryOptions());
        stream.PredictEnd().ShouldBeNull();
        stream.Add(TestModels.Sound(0.02)).ShouldBeEmpty();

        Should.Throw<UnusableClipException>(stream.PredictEnd)
            .Message.ShouldBe("sound is 0.02 s, expected at least 0.05 s.");
    }

    [Fact]
    public void BeginStream_WindowThatTheModelCannotTake_IsRefusedBeforeSoundComes()
    {
        var features = TestModels.Features with { FftLength = 2048, HopLength = 512, IsCentered = false };
        var model = EmotionModel.Load(TestModels.Save(Path.Combine(_folder, "long frames"), features: features));

        var windows = new TrajectoryOptions { WindowSeconds = 0.1, StepSeconds = 0.1 };
        Should.Throw<UnusableClipException>(() => model.BeginStream(16000, windows))
            .Message.ShouldStartWith("window of 0.1 s at 16000 Hz: signal has 1600 samples");
    }

    [Fact]
    public void BeginStreamAndAdd_WhatBreaksARule_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _model.BeginStream(0, new TrajectoryOptions()));
        Should.Throw<ArgumentException>(() => _model.BeginStream(16000, new TrajectoryOptions { WindowSeconds = 1, StepSeconds = 2 }))
            .Message.ShouldStartWith("step is 2, expected 0.05 to the window's 1 seconds, or sound would be left out.");
        var stream = _model.BeginStream(16000, new TrajectoryOptions());
        stream.Add([0, 0]);
        Should.Throw<ArgumentException>(() => stream.Add([0, float.NaN]))
            .Message.ShouldStartWith("sample 3 is NaN, expected a finite number.");
        stream.Seconds.ShouldBe(2 / 16000.0);
    }

    private static IEnumerable<string> Rows(IEnumerable<WindowPrediction> windows) => windows.Select(window =>
        $"{window.StartSeconds:R} {window.EndSeconds:R} {window.Label} {string.Join(' ', window.Probabilities)}");
}
