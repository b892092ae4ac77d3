namespace Bakeoff.Mlflow.Tests.Rest;

/// <summary>The contract towards MLflow 2.</summary>
public sealed class StrictServer2ContractTests() : StrictServerContractTests(2);
