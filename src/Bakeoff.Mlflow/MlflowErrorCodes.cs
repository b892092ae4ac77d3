namespace Bakeoff.Mlflow;

/// <summary>Values of <see cref="MlflowException.ErrorCode"/> that callers branch on; spelled as MLflow spells them.</summary>
public static class MlflowErrorCodes
{
    /// <summary>No such experiment, run, metric, tag or model.</summary>
    public const string ResourceDoesNotExist = "RESOURCE_DOES_NOT_EXIST";

    /// <summary>The name is taken.</summary>
    public const string ResourceAlreadyExists = "RESOURCE_ALREADY_EXISTS";

    /// <summary>The request breaks a rule, or contradicts what is stored.</summary>
    public const string InvalidParameterValue = "INVALID_PARAMETER_VALUE";

    /// <summary>The thing is not in a state that allows this, such as deleted.</summary>
    public const string InvalidState = "INVALID_STATE";

    /// <summary>The server knows no such call; it is too old or too new.</summary>
    public const string EndpointNotFound = "ENDPOINT_NOT_FOUND";

    /// <summary>The server knows the call, but cannot do it with its storage.</summary>
    public const string NotImplemented = "NOT_IMPLEMENTED";

    /// <summary>Something broke in the server.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>No connection, no answer in time, or an answer that is not MLflow's. Made by this client.</summary>
    public const string Unreachable = "UNREACHABLE";
}
