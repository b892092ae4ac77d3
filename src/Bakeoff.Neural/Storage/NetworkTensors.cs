namespace Bakeoff.Neural.Storage;

/// <summary>Takes the tensors out of a network, for writers of other formats.</summary>
public static class NetworkTensors
{
    /// <summary>Copies every tensor that the layers need to predict.</summary>
    /// <param name="network">The network.</param>
    /// <returns>Tensors by name. The standardisation is not among them; see <see cref="Network.Standardizer"/>.</returns>
    public static IReadOnlyDictionary<string, NetworkTensor> Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Store.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => new NetworkTensor(parameter.Name, parameter.Shape, network.Store.Value(parameter).ToArray()),
            StringComparer.Ordinal);
    }
}
