using Bakeoff.Models;
using Bakeoff.Options;

if (args is not [var folder, var clip])
{
    Console.Error.WriteLine("Usage: dotnet run --project EmotionConsole -- MODEL-FOLDER CLIP.wav");
    return 2;
}

try
{
    var model = EmotionModel.Load(folder);
    var prediction = model.Predict(clip);
    Console.WriteLine($"{clip}: {prediction.Label}");
    foreach (var (label, probability) in model.Labels.Zip(prediction.Probabilities))
        Console.WriteLine($"  {label,-10} {probability:0.000}");
    return 0;
}
catch (Exception exception) when (exception is BakeoffException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
