using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Augmentation;

public sealed class EffectsTests
{
    private static readonly WaveformAugmentationOptions NoVoiceChange = new()
    {
        PitchSemitones = 0,
        FormantPercent = 0,
        TempoPercent = 0,
        GainDb = 0,
    };

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1000, 1, 0)]
    [InlineData(10, 700, 350)]
    [InlineData(5000, 257, 256)]
    [InlineData(40000, 300, 20)] // more blocks than are transformed at once
    public void Convolution_EqualsTheDirectSum(int length, int tapCount, int origin)
    {
        var random = new SeededRandom(1, "convolution");
        var x = Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian()).ToArray();
        var taps = Enumerable.Range(0, tapCount).Select(_ => random.NextGaussian()).ToArray();

        var y = Convolution.Apply(x, taps, origin);

        y.Length.ShouldBe(length);
        for (var n = 0; n < length; n++)
        {
            var sum = 0.0;
            for (var k = Math.Max(0, n + origin - length + 1); k < Math.Min(tapCount, n + origin + 1); k++)
            {
                sum += taps[k] * x[n + origin - k];
            }

            ((double)y[n]).ShouldBe(sum, 1e-5);
        }
    }

    [Fact]
    public void Room_FirstReflections_AreThoseOfAHandDrawing()
    {
        // At 34300 Hz sound runs 1 cm a sample. Speaker and microphone are 6 m apart and both 4 m from one wall: the way over that wall is
        // twice the hypotenuse of 3 and 4 m, 10 m. Over each wall at an end it is 6 + 2 * 7 = 20 m. All others are longer than 21 m.
        const int HertzOfCentimetres = 34300;
        var room = new ShoeboxRoom(new RoomOptions { LengthM = 20, WidthM = 30, HeightM = 40, Absorption = 0.51 });

        var response = room.Respond(new(7, 4, 20), new(13, 4, 20), HertzOfCentimetres);

        // A wall turns the pressure round and leaves the root of 0.49 of it, and the pressure falls with the distance: 0.7 * 6 / 10, and
        // twice 0.7 * 6 / 20.
        var after = response.Samples[response.DirectSample..].ToArray();
        after[0].ShouldBe(1, 1e-9);
        after[400].ShouldBe(-0.42, 1e-9);
        after[1400].ShouldBe(-0.42, 1e-9);
        Enumerable.Range(1, 1500).Where(n => n is not (400 or 1400)).ShouldAllBe(n => Math.Abs(after[n]) < 1e-9);
        // Over one end and the near wall, 21.54 m: 0.49 * 6 / 21.54 from both ends, between two samples.
        after[1534..1575].Sum().ShouldBe(2 * 0.49 * 6 / Math.Sqrt(464), 0.01);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void Room_EnergyFallsBySixtyDecibelsInItsReverberationTime(double seconds)
    {
        const int RateHz = 16000;
        var room = new ShoeboxRoom(new RoomOptions { Rt60Seconds = seconds });
        var samples = room.Respond(new(2, 1.5, 1.6), new(4.5, 2.5, 1.2), RateHz).Samples.ToArray();

        // Schroeder's backward integral between -5 and -25 dB.
        var left = new double[samples.Length];
        for (var (n, sum) = (samples.Length - 1, 0.0); n >= 0; n--)
        {
            sum += samples[n] * samples[n];
            left[n] = sum;
        }

        int TimeOf(double decibels) => Array.FindIndex(left, energy => 10 * Math.Log10(energy / left[0]) <= decibels);
        var measured = 3.0 * (TimeOf(-25) - TimeOf(-5)) / RateHz;
        measured.ShouldBe(seconds, 0.3 * seconds);
    }

    [Fact]
    public void Room_AbsorptionAndReverberationTime_AreRelatedByEyring()
    {
        var room = new ShoeboxRoom(new RoomOptions { LengthM = 5, WidthM = 4, HeightM = 3, Absorption = 0.3 });

        // 0.1611 * 60 / (94 * -ln 0.7)
        room.Rt60Seconds.ShouldBe(0.2883, 1e-4);
        var room2 = new ShoeboxRoom(new RoomOptions { LengthM = 5, WidthM = 4, HeightM = 3, Rt60Seconds = room.Rt60Seconds });
        room2.Respond(new(1, 1, 1), new(2, 2, 2), 8000).Samples.ToArray()
            .ShouldBe(room.Respond(new(1, 1, 1), new(2, 2, 2), 8000).Samples.ToArray(), 1e-9);
    }

    [Fact]
    public void BandPass_Telephone_LeavesTheBandAndNothingElse()
    {
        static double GainDb(double hertz)
        {
            var tone = Enumerable.Range(0, 16000).Select(n => (float)Math.Sin(2 * Math.PI * hertz * n / 16000)).ToArray();
            var passed = BandPass.Apply(tone, 16000, new BandPassOptions());
            return 20 * Math.Log10(SignalLevel.RootMeanSquare(passed.AsSpan(4000, 8000)) / SignalLevel.RootMeanSquare(tone.AsSpan(4000, 8000)));
        }

        GainDb(100).ShouldBeLessThan(-60);
        GainDb(150).ShouldBeLessThan(-60);
        GainDb(300).ShouldBe(0, 0.02);
        GainDb(1000).ShouldBe(0, 0.02);
        GainDb(3400).ShouldBe(0, 0.02);
        GainDb(3550).ShouldBeLessThan(-60);
        GainDb(5000).ShouldBeLessThan(-60);
    }

    [Fact]
    public void BandPass_RecordingThatEndsBelowTheBand_KeepsItsTop()
    {
        var tone = Enumerable.Range(0, 8000).Select(n => (float)Math.Sin(2 * Math.PI * 2900 * n / 6000)).ToArray();

        BandPass.Apply(tone, 6000, new BandPassOptions())[3000..5000].ShouldBe(tone[3000..5000], 1e-3f);
        Should
            .Throw<UnusableSignalException>(() => BandPass.Apply(tone, 6000, new BandPassOptions { LowHz = 3000 }))
            .Message.ShouldBe("augmentation.band_pass.low_hz is 3000, expected less than half of the sampling rate (6000 Hz). Lower it.");
    }

    [Fact]
    public void Echo_Click_ReturnsSofterEachTime()
    {
        var echoed = Echo.Apply(Click(8, at: 1), delay: 2, repeats: 2, decayDb: 20 * Math.Log10(2));

        echoed.ShouldBe([0, 1, 0, 0.5f, 0, 0.25f, 0, 0], 1e-6f);
    }

    [Theory]
    [InlineData(16000)]
    [InlineData(48000)]
    public void Reverb_ResponseAtAnyRate_LeavesTheDirectSoundInPlace(int rateHz)
    {
        // Sound that needs 20 ms to the microphone, and one reflection 10 ms later.
        var recorded = new float[rateHz / 10];
        recorded[rateHz / 50] = 0.4f;
        recorded[(rateHz / 50) + (rateHz / 100)] = -0.2f;
        var response = ImpulseResponse.FromRecording(new AudioSignal(rateHz, 1, recorded), "room.wav").AtRate(16000);

        var heard = response.Apply(Click(1000, at: 300));

        heard.Length.ShouldBe(1000);
        Array.IndexOf(heard, heard.Max()).ShouldBe(300);
        Array.IndexOf(heard, heard.Min()).ShouldBe(460);
        (heard[460] / heard[300]).ShouldBe(-0.5f, 1e-4f);
    }

    [Fact]
    public void FromRecording_NoResponse_SaysWhy()
    {
        static string Message(int channels, params float[] samples) =>
            Should.Throw<UnusableSignalException>(
                () => ImpulseResponse.FromRecording(new AudioSignal(16000, channels, samples), "rooms/hall.wav")).Message;

        Message(2, 1, 1).ShouldBe(
            "rooms/hall.wav: an impulse response of 2 channels, expected one: a mean of channels is the response of no place. "
                + "Keep one channel.");
        Message(1).ShouldBe("rooms/hall.wav: an impulse response of no samples, expected a sound.");
        Message(1, 0, 0, 0).ShouldBe("rooms/hall.wav: an impulse response of 3 silent samples, expected a sound.");
    }

    [Fact]
    public void Apply_AllEffects_KeepLengthAndLevelAndRepeat()
    {
        var options = NoVoiceChange with { Reverb = new() { Room = new() { Rt60Seconds = 0.3 } }, Echo = new(), BandPass = new() };
        var voice = Noise();

        float[] Copy(ulong seed) =>
            new WaveformAugmenter(options, Reverberation.InRoom(options.Reverb!.Room!, seed))
                .Apply(voice, 16000, 1, new SeededRandom(seed, "clip"));

        var copy = Copy(1);
        copy.Length.ShouldBe(voice.Length);
        SignalLevel.RootMeanSquare(copy).ShouldBe(SignalLevel.RootMeanSquare(voice), 1e-6);
        copy.ShouldNotBe(voice);
        Copy(1).ShouldBe(copy);
        Copy(2).ShouldNotBe(copy);
    }

    [Fact]
    public void Apply_EffectThatChangesNothing_LeavesTheOtherDraws()
    {
        var plain = new WaveformAugmentationOptions { SignalToNoiseDb = 20 };
        var anechoic = ImpulseResponse.FromRecording(new AudioSignal(16000, 1, [0, 1]), "click.wav");
        var voice = Noise();

        var expected = new WaveformAugmenter(plain).Apply(voice, 16000, 1, new SeededRandom(1, "clip"));
        var copy = new WaveformAugmenter(
            plain with { Reverb = new() { ImpulseResponses = "click.wav" }, Echo = new() { DelaySeconds = 5 } },
            Reverberation.FromResponses([anechoic])).Apply(voice, 16000, 1, new SeededRandom(1, "clip"));

        copy.ShouldBe(expected, 1e-6f);
    }

    [Fact]
    public void Draw_ManyThreads_GiveEqualBits()
    {
        var options = new RoomOptions { Rt60Seconds = 0.2, Positions = 4 };
        double[][] Responses(int threads)
        {
            var reverberation = Reverberation.InRoom(options, seed: 3);
            var responses = new double[12][];
            Parallel.For(0, responses.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
                responses[i] = reverberation.Draw(new SeededRandom((ulong)i, "reverb"), 8000).Samples.ToArray());
            return responses;
        }

        var expected = Responses(1);
        expected.Select(static response => response.Length).ShouldAllBe(length => length == 1641);
        expected.Select(static response => response[100]).Distinct().Count().ShouldBe(4);
        Responses(5).ShouldBe(expected);
    }

    [Fact]
    public void Validate_ContradictionsAndEndlessRooms_AreNamed()
    {
        static string Text(IEnumerable<Options.OptionProblem> problems) =>
            string.Join('\n', problems.Select(static problem => $"{problem.Key} {problem.Message}"));

        Text(new WaveformAugmentationOptions { Copies = 2, TestTime = 3 }.Validate())
            .ShouldBe("test_time is 3, expected at most copies (2), for the first of these are taken. Lower it or raise copies.");
        Text(new WaveformAugmentationOptions { TestTime = 1, Reverb = new() { Room = new() } }.Validate()).ShouldBe(
            "test_time is given beside reverb, expected copies that a model can make by itself, without a file of a room. "
                + "Remove one of both.");
        Text(new ReverbOptions().Validate()).ShouldStartWith("room is missing, and impulse_responses as well");
        Text(new ReverbOptions { Room = new(), ImpulseResponses = "a" }.Validate()).ShouldStartWith("room is given beside impulse_responses");
        Text(new RoomOptions().Validate()).ShouldStartWith("rt60_seconds is missing, and absorption as well");
        Text(new RoomOptions { Rt60Seconds = 1, Absorption = 0.5 }.Validate()).ShouldStartWith("rt60_seconds is given beside absorption");
        Text(new RoomOptions { Rt60Seconds = 3, LengthM = 2, WidthM = 2, HeightM = 2 }.Validate()).ShouldBe(
            "rt60_seconds is 3, which makes 570,485,679 reflections of 3.00 s in 8 cubic metres, expected at most 2,000,000. "
                + "Shorten it or enlarge the room.");
        Text(new BandPassOptions { LowHz = 4000 }.Validate())
            .ShouldBe("low_hz is 4000, expected less than high_hz (3400). Lower it or raise high_hz.");
    }

    private static float[] Click(int length, int at)
    {
        var samples = new float[length];
        samples[at] = 1;
        return samples;
    }

    private static float[] Noise()
    {
        var random = new SeededRandom(5, "noise");
        return [.. Enumerable.Range(0, 16000).Select(_ => (float)(0.1 * random.NextGaussian()))];
    }
}
