using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bakeoff.Audio.Decoding;
using Bakeoff.Models;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Packaging;

/// <summary>The samples run as their readmes say.</summary>
[Collection(PackageCollection.Name)]
public sealed class SamplesTests(BuiltSamples samples) : IClassFixture<BuiltSamples>
{
    private const int RateHz = BuiltSamples.RateHz;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void EmotionConsole_Clip_PrintsItsEmotion()
    {
        var prediction = samples.Model.Predict(samples.Clip);

        samples.Run("EmotionConsole", [], samples.ModelFolder, samples.Clip).ShouldBe((
            0,
            string.Concat(
                samples.Model.Labels
                    .Zip(prediction.Probabilities, (label, p) => string.Create(CultureInfo.InvariantCulture, $"  {label,-10} {p:0.000}\n"))
                    .Prepend($"{samples.Clip}: {prediction.Label}\n")),
            ""));
        var (exitCode, _, error) = samples.Run("EmotionConsole", [], samples.ModelFolder, "missing.wav");
        (exitCode, error).ShouldBe((2, $"Could not find file '{Path.Combine(Path.GetDirectoryName(samples.Folder)!, "missing.wav")}'.\n"));
    }

    [Fact]
    public async Task LiveEmotion_FedInRealTimeOrFaster_PrintsTheWindowsOfTheRecordingInTime()
    {
        Signals.SkipWithoutInterrupt();
        var pcm = Pcm();
        var expected = ExpectedLines();

        samples.Run("LiveEmotion", pcm, samples.ModelFolder).ShouldBe((
            0,
            string.Concat(expected),
            $"sample model: 1.5 s of sound every 0.25 s, 16000 Hz. Ctrl-C ends.\n2.60 s of sound.\n"));

        using var process = samples.Start("LiveEmotion", samples.ModelFolder);
        (await process.StandardError.ReadLineAsync(Token)).ShouldNotBeNull();
        var clock = Stopwatch.StartNew();
        var reading = ReadLinesAsync(process, clock, expected.Count - 1);
        var feeding = FeedAsync(process, pcm[..(5 * RateHz)], clock);
        var slowest = await Task.Run(() => TimePredictions(feeding), Token);
        var written = await feeding;
        var lines = await reading;

        // The recorder goes on; Ctrl-C ends it where a window has just ended.
        Interrupt(process);
        (await process.StandardOutput.ReadToEndAsync(Token)).ShouldBe("");
        (await process.StandardError.ReadToEndAsync(Token)).ShouldBe("2.50 s of sound.\n");
        await process.WaitForExitAsync(Token);
        process.ExitCode.ShouldBe(0);
        lines.Select(line => line.Text + "\n").ShouldBe(expected[..^1]);
        var delays = lines.ConvertAll(line => line.Seconds - written(double.Parse(line.Text[9..17], CultureInfo.InvariantCulture)));
        Assert.SkipWhen(delays.Max() >= 0.3 && slowest > 0.05, FormattableString.Invariant(
            $"This computer is too busy: lines came {delays.Max():0.00} s late; predicting a window alone took {slowest:0.00} s."));
        delays.Max().ShouldBeLessThan(0.3, string.Join(' ', delays.Select(delay => $"{delay:0.000}")));
        TestContext.Current.TestOutputHelper?.WriteLine($"Lines came {delays.Min():0.000} to {delays.Max():0.000} s after their sound.");
    }

    [Fact]
    public void LiveEmotion_Terminal_DrawsRowsOfItsWidthOverEachOther()
    {
        const string Up = "\e[4A";
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"),
            "The program 'script', which gives a terminal, is not installed here.");
        var (exitCode, output, _) = samples.RunInTerminal("LiveEmotion", columns: 60, Pcm(), samples.ModelFolder);

        exitCode.ShouldBe(0, output);
        var pictures = output.Split(Up);
        pictures.Length.ShouldBe(ExpectedLines().Count);
        var rows = Regex.Replace(pictures[^1], "\e\\[[0-9;]*[a-zA-Z]|\r", "", RegexOptions.NonBacktracking).Split('\n')[..4];
        rows[..3].ShouldAllBe(row => row.Length == 59);
        rows.Select(row => row[2..7].Trim()).ShouldBe([.. samples.Model.Labels, "2.60"]);
        var last = samples.Model.Predict(samples.Sound.Samples.AsSpan(^(RateHz * 3 / 2)..), RateHz);
        rows.Count(row => row.StartsWith($"> {last.Label} ", StringComparison.Ordinal)).ShouldBe(1);
        rows[..3].Select(row => row[^4..]).ShouldBe(last.Probabilities.Select(p => p.ToString("0.00", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void LiveEmotion_WhatIsNoSoundOrNoModel_SaysWhatToDo()
    {
        var (odd, lines, half) = samples.Run("LiveEmotion", Pcm()[..^1], samples.ModelFolder);
        (odd, lines.Split('\n').Length).ShouldBe((2, 6));
        half.ShouldEndWith("\nStandard input ends in the middle of a sample, expected 2 bytes each. Record with -f S16_LE.\n");
        Refused([], samples.ModelFolder).ShouldEndWith("\nStandard input is empty, expected sound. Does the recorder run?\n");
        Refused(File.ReadAllBytes(samples.Clip), samples.ModelFolder).ShouldContain("\nStandard input is a file such as WAV, FLAC or MP3, expected");
        Refused([], samples.ModelFolder, "CD").ShouldStartWith("Usage: arecord -f S16_LE ");

        // Of other values than those that Bakeoff measures in sound.
        var other = Path.Combine(samples.Folder, "other");
        var network = Network.Create([new LstmOptions { Units = 2 }], inputFeatures: 5, classes: 2, seed: 1);
        ModelFile.Save(other, network, new ModelMetadata { ClassNames = ["a", "b"] });
        Refused([], other).ShouldContain("the model holds no feature settings");
    }

    [Fact]
    public void LiveEmotion_OtherRate_IsResampled()
    {
        // The sound as it would be at twice the speed: the model hears another one.
        var windows = new TrajectoryOptions { WindowSeconds = 1.5, StepSeconds = 0.25, Choice = TrajectoryChoice.Always };
        var sound = new AudioSignal(8000, 1, samples.Sound.Samples[..RateHz]);

        samples.Run("LiveEmotion", Pcm()[..(2 * RateHz)], samples.ModelFolder, "8000").Output
            .ShouldBe(string.Concat(samples.Model.Predict(sound, "", windows, Token).Trajectory.Select(Line)));
    }

    [Fact]
    public async Task EmotionWeb_ModelAmongOwnEndpoints_Answers()
    {
        var (exitCode, _, error) = samples.Run("EmotionWeb", [], "--model=nowhere");
        exitCode.ShouldBe(2);
        error.ShouldStartWith("nowhere: the folder does not exist, expected the folder of a trained model.");

        using var process = samples.Start("EmotionWeb", $"--model={samples.ModelFolder}", "--urls=http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(process) };
            (await client.GetFromJsonAsync<string[]>("labels", Token)).ShouldBe(samples.Model.Labels);
            (await client.GetStringAsync("", Token)).ShouldContain("emotion/predict");
            using var form = new MultipartFormDataContent
            {
                { new ByteArrayContent(await File.ReadAllBytesAsync(samples.Clip, Token)), "file", "sweep.wav" },
            };
            using var answer = await client.PostAsync("emotion/predict", form, Token);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            body.GetProperty("clip").GetString().ShouldBe("sweep.wav");
            body.GetProperty("label").GetString().ShouldBe(samples.Model.Predict(samples.Clip).Label);
            using var refusal = await client.PostAsync("emotion/predict", new StringContent("no sound"), Token);
            refusal.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
            (await refusal.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString()!.ShouldContain("expected WAV");
        }
        finally
        {
            process.Kill();
        }
    }

    private string Refused(byte[] input, params string[] arguments)
    {
        var (exitCode, output, error) = samples.Run("LiveEmotion", input, arguments);
        (exitCode, output).ShouldBe((2, ""));
        return error;
    }

    private byte[] Pcm()
    {
        var bytes = File.ReadAllBytes(samples.Clip);
        return bytes[^(2 * samples.Sound.SampleCount)..];
    }

    private List<string> ExpectedLines()
    {
        var windows = new TrajectoryOptions { WindowSeconds = 1.5, StepSeconds = 0.25, Choice = TrajectoryChoice.Always };
        return [.. samples.Model.Predict(samples.Sound, "", windows, Token).Trajectory.Select(Line)];
    }

    private static string Line(WindowPrediction window) => string.Create(
        CultureInfo.InvariantCulture,
        $"{window.StartSeconds,8:0.00} {window.EndSeconds,8:0.00}  {window.Label,-5} {window.Probabilities.Max():0.000}\n");

    /// <summary>The longest time that a window takes in this process, ten times a second while the sample is fed.</summary>
    private double TimePredictions(Task feeding)
    {
        var window = samples.Sound.Samples.AsSpan(0, RateHz * 3 / 2);
        var slowest = 0.0;
        samples.Model.Predict(window, RateHz);
        do
        {
            var start = Stopwatch.GetTimestamp();
            samples.Model.Predict(window, RateHz);
            slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (!feeding.Wait(100, Token));
        return slowest;
    }

    private static async Task<List<(string Text, double Seconds)>> ReadLinesAsync(Process process, Stopwatch clock, int count)
    {
        List<(string, double)> lines = [];
        while (lines.Count < count && await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            lines.Add((line, clock.Elapsed.TotalSeconds));
        }

        return lines;
    }

    /// <summary>Writes sound of 16 bits as fast as it would be recorded, in blocks of 50 ms.</summary>
    /// <returns>The moment at which the sound up to some second was written.</returns>
    private static async Task<Func<double, double>> FeedAsync(Process process, byte[] pcm, Stopwatch clock)
    {
        const int BlockBytes = RateHz / 10;
        var begin = clock.Elapsed.TotalSeconds;
        var moments = new List<double>();
        foreach (var block in pcm.Chunk(BlockBytes))
        {
            var due = begin + (moments.Count + 1) * 0.05;
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, due - clock.Elapsed.TotalSeconds)), Token);
            await process.StandardInput.BaseStream.WriteAsync(block, Token);
            await process.StandardInput.BaseStream.FlushAsync(Token);
            moments.Add(clock.Elapsed.TotalSeconds);
        }

        return seconds => moments[(int)Math.Ceiling(seconds / 0.05 - 1e-6) - 1];
    }

    private static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        const string Listening = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.Contains(Listening, StringComparison.Ordinal))
            {
                return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException($"EmotionWeb did not listen: {await process.StandardError.ReadToEndAsync(Token)}");
    }
}
