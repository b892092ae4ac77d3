using Bakeoff.Audio.Features;
using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Layers;
using Bakeoff.Encoders.Networks;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Tests;

public sealed class SpeechEncoderTests
{
    /// <summary>Largest difference of a state from PyTorch's, as a part of its largest magnitude.</summary>
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData("wav2vec2-base", EncoderArchitecture.Wav2Vec2)]
    [InlineData("wav2vec2-large", EncoderArchitecture.Wav2Vec2)]
    [InlineData("hubert-base", EncoderArchitecture.Hubert)]
    [InlineData("hubert-batch-norm", EncoderArchitecture.Hubert)]
    [InlineData("wavlm-base", EncoderArchitecture.WavLm)]
    [InlineData("wavlm-large", EncoderArchitecture.WavLm)]
    [InlineData("data2vec-audio", EncoderArchitecture.Data2VecAudio)]
    [InlineData("whisper", EncoderArchitecture.Whisper)]
    public void Encode_RandomWeights_AgreesWithPyTorchInEveryState(string name, EncoderArchitecture architecture)
    {
        var encoder = SpeechEncoder.Load(EncoderFixture.Folder(name));
        var (shape, expected) = EncoderFixture.States(name);

        var states = encoder.Encode(EncoderFixture.Clip(), WorkerPool.Serial);

        encoder.Description.Architecture.ShouldBe(architecture);
        (encoder.Description.Width, encoder.Description.SampleRateHz, encoder.Description.HopLength).ShouldBe((24, 16_000, 320));
        encoder.CountFrames(EncoderFixture.Clip().Length).ShouldBe((int)shape[1]);
        states.Count.ShouldBe((int)shape[0]);
        var length = (int)(shape[1] * shape[2]);
        for (var state = 0; state < states.Count; state++)
        {
            var reference = expected.AsSpan(state * length, length).ToArray();
            var error = states[state].Zip(reference, static (x, y) => Math.Abs(x - y)).Max() / reference.Max(Math.Abs);
            error.ShouldBeLessThan((float)Tolerance, $"{name}, state {state}");
        }
    }

    [Fact]
    public void Encode_FewerLayers_GivesTheSameStatesUpToThere()
    {
        var all = SpeechEncoder.Load(EncoderFixture.Folder("wavlm-large")).Encode(EncoderFixture.Clip(), WorkerPool.Serial);
        var first = SpeechEncoder.Load(EncoderFixture.Folder("wavlm-large"), new EncoderLoadOptions { LastState = 1 });

        first.LastState.ShouldBe(1);
        first.Encode(EncoderFixture.Clip(), WorkerPool.Serial).ShouldBe(all.Take(2));
    }

    [Fact]
    public void Encode_ClipShorterThanAFrame_NamesItsLengthAndTheReceptiveField()
    {
        var encoder = SpeechEncoder.Load(EncoderFixture.Folder("wav2vec2-base"));

        encoder.CountFrames(400).ShouldBe(1);
        encoder.Encode(EncoderFixture.Clip().AsSpan(0, 400), WorkerPool.Serial)[0].Length.ShouldBe(24);
        Should.Throw<UnusableSignalException>(() => encoder.Encode(EncoderFixture.Clip().AsSpan(0, 399), WorkerPool.Serial)).Message
            .ShouldBe("signal has 399 samples at the encoder's rate, expected at least 400, the samples under one frame.");
    }

    [Fact]
    public void Encode_LongClip_TakesFramesFromWindowsEncodedByThemselves()
    {
        var folder = EncoderFixture.Folder("hubert-base");
        var clip = EncoderFixture.Clip();
        var windowed = SpeechEncoder.Load(folder, new EncoderLoadOptions { WindowSeconds = 0.24, OverlapSeconds = 0.08 })
            .Encode(clip, WorkerPool.Serial);
        var whole = SpeechEncoder.Load(folder);

        // Windows of 12 frames that share 4: the second begins at frame 8 and gives the frames from 10 on.
        var first = whole.Encode(clip.AsSpan(0, (11 * 320) + 400), WorkerPool.Serial);
        var second = whole.Encode(clip.AsSpan(8 * 320), WorkerPool.Serial);
        for (var state = 0; state < windowed.Count; state++)
        {
            windowed[state].ShouldBe([.. first[state].Take(10 * 24), .. second[state].Skip(2 * 24)]);
        }
    }

    [Theory]
    [InlineData(-20, 5)]
    [InlineData(0, 0)]
    [InlineData(2, 8)]
    [InlineData(3, 9)]
    [InlineData(9, 11)]
    [InlineData(1000, 11)]
    public void BucketOf_Distances_WidenLogarithmically(int position, int expected) =>
        RelativePositions.BucketOf(position, buckets: 12, largestDistance: 14).ShouldBe(expected);

    [Fact]
    public void Sinusoids_OfOpenAi_AreTheStoredPositions()
    {
        using var weights = WeightFolder.Open(EncoderFixture.Folder("whisper"));
        var stored = weights.Read("model.encoder.embed_positions.weight", 50, 24);

        WhisperNetwork.Sinusoids(50, 24).Zip(stored, static (x, y) => Math.Abs(x - y)).Max().ShouldBeLessThan(3e-6f);
    }
}
