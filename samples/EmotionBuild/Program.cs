using Bakeoff.Options;
using EmotionBuild;

if (args is not [var clip])
{
    Console.Error.WriteLine("Usage: dotnet run --project EmotionBuild -- CLIP.wav");
    return 2;
}

try
{
    var emotion = Models.Emotion.Load();
    var label = emotion.Predict(clip);
    Console.WriteLine($"{clip}: {label}");
    if (label is Models.Emotion.Label.Angry or Models.Emotion.Label.Fear)
        Console.WriteLine("Somebody should call back.");
    return 0;
}
catch (Exception exception) when (exception is BakeoffException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
