namespace Bakeoff.Neural.Layers;

/// <summary>The shared options of LSTM and GRU layers.</summary>
internal sealed record RecurrentPlan(
    int Units,
    int Layers,
    bool Bidirectional,
    bool ReturnSequences,
    double RecurrentDropout,
    bool GatedRecurrentUnit)
{
    public int Directions => Bidirectional ? 2 : 1;
}
