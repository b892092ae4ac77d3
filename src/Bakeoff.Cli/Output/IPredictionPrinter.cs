using Bakeoff.Models;

namespace Bakeoff.Cli.Output;

/// <summary>Writes predictions in one format, in the order they come.</summary>
internal interface IPredictionPrinter
{
    void Start(EmotionModel model);

    void Add(PredictionOutcome outcome);

    void End();
}
