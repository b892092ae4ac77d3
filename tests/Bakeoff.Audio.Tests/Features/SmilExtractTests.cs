using System.Diagnostics;
using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Challenges;
using Bakeoff.Audio.Features.Gemaps;
using Bakeoff.Testing;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>
/// Beside the program that published values come from, where BAKEOFF_TEST_SMILEXTRACT is its path, <c>core/bin/PLATFORM/SMILExtract</c> of a
/// checkout of opensmile-python, whose configurations lie in <c>core/config</c>.
/// </summary>
public sealed class SmilExtractTests : IDisposable
{
    private const string Variable = "BAKEOFF_TEST_SMILEXTRACT";

    // Spectral descriptors and formants in every frame; what the pitch decides is in the documentation's table.
    private static readonly string[] Compared =
    [
        "Loudness_sma3", "alphaRatio_sma3", "hammarbergIndex_sma3", "spectralFlux_sma3", "mfcc1_sma3", "mfcc2_sma3", "mfcc3_sma3", "mfcc4_sma3",
    ];

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("smilextract");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task Descriptors_Speech_AgreeOnSpectra() =>
        await AssertDescriptorsAsync(
            ["egemaps", "v02", "eGeMAPSv02.conf"],
            (GemapsExtractor.DescriptorNames, Compared, 0.001),
            static signal => new GemapsExtractor(signal.SampleRateHz).Descriptors(signal.ToMono()));

    [Fact]
    public async Task Descriptors_Speech_AgreeOnAllOfIs09() =>
        await AssertDescriptorsAsync(
            ["is09-13", "IS09_emotion.conf"],
            // It takes the rate for a whole number of samples in 25 ms, 24,414 Hz for 24,400, so its mel bands lie 0.06 % off: with that rate
            // no MFCC would deviate by more than 0.000002 of its range, with the right one the seventh does by 0.0055.
            (Is09Extractor.DescriptorNames, Is09Extractor.DescriptorNames, 0.01),
            static signal => new Is09Extractor(signal.SampleRateHz).Descriptors(signal.ToMono()));

    // Voicing, but for pitch, is in the documentation's table.
    [Fact]
    public async Task Descriptors_Speech_AgreeOnEnergyAndSpectraOfCompare16() =>
        await AssertDescriptorsAsync(
            ["compare", "ComParE_2016.conf"],
            (Compare16Extractor.DescriptorNames, [.. Compare16Extractor.DescriptorNames.Skip(6).Prepend("F0final_sma")], 0.01),
            static signal => new Compare16Extractor(signal.SampleRateHz).Descriptors(signal.ToMono()));

    private async Task AssertDescriptorsAsync(
        string[] config, (IReadOnlyList<string> All, IReadOnlyList<string> Compared, double Limit) columns, Func<AudioSignal, FeatureMatrix> measure)
    {
        var program = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(program is null, $"{Variable} names no SMILExtract.");
        var recording = Fixture.Path("features/voice.wav");

        var (names, expected) = await RunAsync(program!, config, recording);

        var actual = measure(AudioDecoder.Decode(await File.ReadAllBytesAsync(recording, TestContext.Current.CancellationToken), recording));
        foreach (var name in columns.Compared)
        {
            var (theirs, ours) = (names.IndexOf(name), columns.All.ToList().IndexOf(name));
            var rows = expected.Take(actual.FrameCount).ToList();
            var range = rows.Max(row => row[theirs]) - rows.Min(row => row[theirs]);
            var deviations = rows.Select((row, t) => Math.Abs(actual.Frame(t)[ours] - row[theirs]) / range).Order().ToList();

            // Relative to the contour's range, for MFCC pass through 0. Their sums are of 32 bits, ours of 64.
            deviations[deviations.Count / 2].ShouldBeLessThan(columns.Limit, name);
        }
    }

    private async Task<(List<string> Names, List<double[]> Rows)> RunAsync(string program, string[] configPath, string recording)
    {
        var config = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(program)!, "..", "..", "config"));
        var sink = configPath[0] == "egemaps" ? "standard_data_output_no_lld_de.conf.inc" : "standard_data_output.conf.inc";
        var table = Path.Combine(_scratch.FullName, "frames.csv");
        var start = new ProcessStartInfo(program) { WorkingDirectory = _scratch.FullName, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments =
        [
            "-C", Path.Combine([config, .. configPath]),
            "-source", Path.Combine(config, "shared", "standard_wave_input.conf.inc"),
            "-sink", Path.Combine(config, "shared", sink),
            "-I", Path.GetFullPath(recording),
            "-lld_csv_output", table,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var cancellation = TestContext.Current.CancellationToken;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        process.ExitCode.ShouldBe(0, errors);
        var lines = await File.ReadAllLinesAsync(table, cancellation);
        return
        (
            [.. lines[0].Split(';')],
            [.. lines.Skip(1).Select(static line => Array.ConvertAll(line.Split(';'), static text => double.Parse(text, CultureInfo.InvariantCulture)))]
        );
    }
}
