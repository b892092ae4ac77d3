using System.Globalization;
using Bakeoff.Models;
using Bakeoff.Options;
using LiveEmotion;

const string Usage = "arecord -f S16_LE -r 16000 -c 1 | dotnet run -- MODEL-FOLDER [RATE]";

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rateHz = 16000;
if (args.Length is < 1 or > 2 || (args.Length == 2 && !int.TryParse(args[1], out rateHz)) || rateHz is < 1000 or > 384_000)
{
    return Fail($"Usage: {Usage} (RATE of the sound in hertz, 1000 to 384000; default 16000)");
}

if (!Console.IsInputRedirected)
{
    return Fail($"Standard input is a terminal, expected sound: {Usage}");
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stopping.Cancel();
};

try
{
    var model = EmotionModel.Load(args[0]);
    var windows = new TrajectoryOptions { WindowSeconds = 1.5, StepSeconds = 0.25 };
    Console.Error.WriteLine($"{model.Name}: {windows.WindowSeconds} s of sound every {windows.StepSeconds} s, {rateHz} Hz. Ctrl-C ends.");
    var stream = model.BeginStream(rateHz, windows);
    var course = new CourseView(model.Labels);
    using var input = Console.OpenStandardInput();
    try
    {
        // Blocks of 20 ms: a window waits no longer for the rest of its last block.
        await foreach (var samples in RawPcm.ReadAsync(input, rateHz / 50, stopping.Token))
        {
            course.Show(stream.Add(samples));
        }
    }
    catch (OperationCanceledException)
    {
        // Ctrl-C is how a recording ends; what came before it counts.
    }

    if (stream.PredictEnd() is { } last)
    {
        course.Show([last]);
    }

    Console.Error.WriteLine($"{stream.Seconds:0.00} s of sound.");
    return 0;
}
catch (Exception exception) when (exception is BakeoffException or InvalidDataException or IOException or UnauthorizedAccessException)
{
    return Fail(exception.Message);
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}
