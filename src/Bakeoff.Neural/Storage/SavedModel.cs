namespace Bakeoff.Neural.Storage;

/// <summary>A network read from a folder.</summary>
/// <param name="Network">The network, ready to predict or to be trained further.</param>
/// <param name="Metadata">Class names and notes saved with it.</param>
public sealed record SavedModel(Network Network, ModelMetadata Metadata);
