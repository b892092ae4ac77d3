using Bakeoff.Models;
using Bakeoff.Options;
using Bakeoff.Serving;

var builder = WebApplication.CreateBuilder(args);
EmotionModel model;
try
{
    model = EmotionModel.Load(builder.Configuration["model"] ?? "model");
}
catch (Exception exception) when (exception is BakeoffException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{exception.Message} Name a folder with --model=FOLDER.");
    return 2;
}

var app = builder.Build();

// One line of Bakeoff.Serving: POST /emotion/predict, GET /emotion/model, /emotion/health and /emotion/metrics.
app.MapEmotionModel("/emotion", model, new PredictionLimits { MaxMegabytes = 10, MaxSeconds = 120 });

// The application's own pages and endpoints stand beside it, and use the model as they like.
app.MapGet("/", () => Results.Content(Page.Html, "text/html; charset=utf-8"));
app.MapGet("/labels", () => model.Labels);

try
{
    await app.RunAsync();
    return 0;
}
catch (IOException exception)
{
    Console.Error.WriteLine($"{exception.Message} Choose another address with --urls=http://localhost:PORT.");
    return 2;
}
