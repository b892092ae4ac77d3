using System.CommandLine;
using System.CommandLine.Parsing;
using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Explore;
using Bakeoff.Pictures;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff plot KIND FILE</c>: a picture of any recording as an SVG, PNG or PDF file.</summary>
internal static class PlotCommand
{
    private const double DefaultWidth = 800;
    private const double MostWidth = 10_000;
    private const double LeastDots = 24;
    private const double MostDots = 2400;
    private const double CentimetresPerInch = 2.54;

    public static Command Create()
    {
        var command = new Command("plot", "Draws a recording as an SVG, PNG or PDF file; needs no experiment.");
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
        var file = new Argument<string>("file")
        {
            Description = "WAV, AIFF, FLAC, AU, Wave64, MP3, Ogg Vorbis or Opus file, or - for standard input.",
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = $"File to write: .svg, .png or .pdf. Default: the recording's name with -{name}.svg, in this folder.",
            HelpName = "path",
        };
        var width = new Option<double>("--width")
        {
            Description = "Width in pixels of 1/96 inch; the height follows.",
            DefaultValueFactory = _ => DefaultWidth,
            HelpName = "pixels",
        };
        var centimetres = new Option<double?>("--width-cm")
        {
            Description = "Width on paper in centimetres, in place of --width.",
            HelpName = "cm",
        };
        var resolution = new Option<double>("--dpi")
        {
            Description = "Dots an inch of a .png file.",
            DefaultValueFactory = _ => Picture.DefaultDotsPerInch,
            HelpName = "dots",
        };
        file.Validators.Add(result => CheckRecording(result, result.GetValue(file)));
        // Also keeps a recording from being overwritten by its own picture.
        output.TakesPicture();
        width.TakesNumber(Chart.MinimumWidth, MostWidth, "pixels");
        centimetres.TakesNumber(Math.Ceiling(ToCentimetres(Chart.MinimumWidth) * 10) / 10, Math.Floor(ToCentimetres(MostWidth)));
        centimetres.Validators.Add(result =>
        {
            if (result.GetResult(width) is { Implicit: false })
            {
                result.AddError("--width and --width-cm both state the width, expected one of them.");
            }
        });
        resolution.TakesNumber(LeastDots, MostDots);
        var command = new Command(name, description) { file, output, width, centimetres, resolution };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var source = path == SoundFiles.StandardInput ? "standard-input" : Path.GetFileNameWithoutExtension(path);
            using var recording = SoundFiles.Open(path);
            var pixels = parsed.GetValue(centimetres) is { } cm ? cm / CentimetresPerInch * Picture.PixelsPerInch : parsed.GetValue(width);
            Write(
                ClipPlot.Create(kind, recording).ToDrawing(pixels),
                parsed.GetValue(output) ?? $"{source}-{name}.svg",
                parsed.GetValue(resolution));
        });
        return command;
    }

    private static void CheckRecording(ArgumentResult result, string? path)
    {
        if (path is not null && path != SoundFiles.StandardInput && !File.Exists(path))
        {
            result.AddError(
                $"{(path.Length == 0 ? "''" : path)}: {(Directory.Exists(path) ? "is a folder" : "there is no such file")}, expected a "
                    + "recording. Correct the path.");
        }
    }

    private static void Write(Drawing drawing, string target, double dotsPerInch)
    {
        try
        {
            Picture.Write(drawing, target, dotsPerInch);
        }
        catch (PictureException exception) when (exception != Picture.Unavailable)
        {
            exception.NextStep = "Lower the width or --dpi, or write a .pdf.";
            throw;
        }

        if (Picture.FormatOf(target) is not PictureFormat.Svg && Picture.MissingCharacters(drawing) is { Length: > 0 } missing)
        {
            Console.Error.WriteLine($"{target}: the font lacks {missing} and shows boxes in their place; an .svg file has them.");
        }

        Console.Out.WriteLine(target);
    }

    private static double ToCentimetres(double pixels) => pixels / Picture.PixelsPerInch * CentimetresPerInch;
}
