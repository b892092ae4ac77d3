using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Explore;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff plot KIND FILE</c>: a picture of any recording as an SVG file.</summary>
internal static class PlotCommand
{
    private const double DefaultWidth = 800;

    public static Command Create()
    {
        var command = new Command("plot", "Draws a recording as an SVG file; needs no experiment.");
        foreach (
            var (kind, description) in new[]
            {
                (PlotKind.Waveform, "Samples over time."),
                (PlotKind.Spectrogram, "Power over time and frequency, in dB relative to full scale."),
                (PlotKind.Mel, "Log-mel spectrogram, 64 bands."),
                (PlotKind.Mfcc, "20 mel-frequency cepstral coefficients over time."),
                (PlotKind.Pitch, "Fundamental frequency over time; gaps where the voice is silent or unvoiced."),
            })
        {
            command.Subcommands.Add(Create(kind, description));
        }

        return command;
    }

    private static Command Create(PlotKind kind, string description)
    {
        var name = kind.ToString().ToLowerInvariant();
        var file = new Argument<string>("file") { Description = "WAV, AIFF, FLAC, AU or Wave64 file, or - for standard input." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = $"SVG file to write. Default: the recording's name with -{name}.svg, in this folder.",
            HelpName = "path",
        };
        var width = new Option<double>("--width")
        {
            Description = "Width in pixels; the height follows.",
            DefaultValueFactory = _ => DefaultWidth,
            HelpName = "pixels",
        };
        file.Validators.Add(result =>
        {
            if (result.GetValue(file) is { } path && path != SoundFiles.StandardInput && !File.Exists(path))
            {
                result.AddError(
                    $"{path}: {(Directory.Exists(path) ? "is a folder" : "there is no such file")}, expected a WAV, AIFF or FLAC "
                        + $"recording. Correct the path.");
            }
        });
        output.Validators.Add(result =>
        {
            // Also keeps a recording from being overwritten by its own picture.
            if (result.GetValue(output) is { } path && !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"--output is '{path}', expected a path that ends in .svg.");
            }
        });
        width.Validators.Add(result =>
        {
            if (result.GetValue(width) is not (>= Chart.MinimumWidth and <= 10_000))
            {
                result.AddError($"--width is {result.Tokens[0].Value}, expected {Chart.MinimumWidth} to 10000 pixels.");
            }
        });
        var command = new Command(name, description) { file, output, width };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var source = path == SoundFiles.StandardInput ? "standard-input" : Path.GetFileNameWithoutExtension(path);
            var target = parsed.GetValue(output) ?? $"{source}-{name}.svg";
            using var recording = SoundFiles.Open(path);
            var svg = ClipPlot.Create(kind, recording).ToSvg(parsed.GetValue(width));
            if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            File.WriteAllText(target, svg);
            Console.Out.WriteLine(target);
        });
        return command;
    }
}
