using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>The committed objects hold together, and a twin with one thing broken is reported.</summary>
public sealed class ClusterTests
{
    private const string Silo = "k8s/base/core/silo-cpu.yaml", Gpu = "k8s/base/gpu/silo-gpu.yaml", Store = "k8s/base/core/store.yaml",
        Network = "k8s/base/core/network.yaml", Access = "k8s/base/core/access.yaml", Scaling = "k8s/base/core/autoscaling.yaml",
        Collector = "k8s/base/core/collector.yaml", Client = "k8s/client/submit.yaml", Guide = "k8s/README.md";

    [Fact]
    public void The_manifests_hold_together() => Assert.Empty(ClusterRules.Problems(Cluster.ReadBase(DeploymentFiles.Committed)));

    [Fact]
    public void Both_pools_store_collector_and_client_are_read() => Assert.Equal(
        ["Deployment/isac-silo-cpu", "Deployment/isac-silo-gpu", "Deployment/otel-collector", "Job/isac-submit", "StatefulSet/isac-store"],
        Cluster.ReadBase(DeploymentFiles.Committed).Workloads.Select(workload => workload.Where).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(Silo, "        isac/pool: cpu\n        # Orleans", "        isac/pool: other\n        # Orleans",
        "selector does not match")]
    [InlineData(Silo, "image: isac:0.1.0", "image: isac", "no fixed tag")]
    [InlineData(Silo, "image: isac:0.1.0", "image: isac:latest", "no fixed tag")]
    [InlineData(Silo, "runAsNonRoot: true", "runAsNonRoot: false", "runAsNonRoot")]
    [InlineData(Silo, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "readOnlyRootFilesystem")]
    [InlineData(Silo, "drop: [ALL]", "drop: [CHOWN]", "capabilities")]
    [InlineData(Silo, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "allowPrivilegeEscalation")]
    [InlineData(Silo, "              cpu: \"4\"\n", "", "requests no cpu")]
    [InlineData(Silo, "type: RuntimeDefault", "type: Unconfined", "seccomp")]
    [InlineData(Silo, "serviceAccountName: isac-silo", "serviceAccountName: isac", "service account isac does not exist")]
    [InlineData(Silo, "claimName: isac-data", "claimName: isac-files", "claim isac-files does not exist")]
    [InlineData(Silo, "            - name: tmp\n              mountPath: /tmp\n", "", "does not mount its volume tmp")]
    [InlineData(Silo, "        - name: tmp\n          emptyDir:\n            sizeLimit: 1Gi\n", "", "mounts volume tmp")]
    [InlineData(Silo, "path: /readyz\n              port: http", "path: /readyz\n              port: web", "readiness probe asks port web")]
    [InlineData(Collector, "configMap:\n            name: otel-collector", "configMap:\n            name: collector",
        "config map collector does not exist")]
    [InlineData(Store, "kind: Service\nmetadata:\n  name: isac-store", "kind: Service\nmetadata:\n  name: store", "no service of its name")]
    public void A_broken_pod_is_reported(string file, string old, string replacement, string problem) =>
        AssertReported(file, old, replacement, problem);

    [Theory]
    [InlineData(Silo, "secretName: isac-secrets", "secretName: secrets", "the guide makes no secret secrets")]
    [InlineData(Silo, "key: http-token", "key: token", "the guide makes no key token")]
    [InlineData(Guide, "--from-file=http-token=deploy/secrets/http-token", "--from-file=token=deploy/secrets/http-token",
        "the guide makes no key http-token")]
    [InlineData(Silo, "value: /run/secrets/isac/http-token", "value: /run/secrets/http-token",
        "/run/secrets/http-token is no mounted secret")]
    [InlineData(Client, "            - name: ISAC_CLUSTER_SECRET_FILE\n              value: /run/secrets/isac/cluster-secret\n", "",
        "mounted and not used")]
    [InlineData(Silo, "value: /run/secrets/isac/http-token",
        "valueFrom:\n                secretKeyRef:\n                  name: isac-secrets\n                  key: http-token",
        "mount it as a file")]
    [InlineData(Store, "            items:\n              - key: store-password\n                path: store-password\n", "",
        "mounts all keys")]
    [InlineData(Access, "apiVersion: v1\nkind: ServiceAccount",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n---\napiVersion: v1\nkind: ServiceAccount",
        "do not belong into manifests")]
    public void A_broken_secret_is_reported(string file, string old, string replacement, string problem) =>
        AssertReported(file, old, replacement, problem);

    [Theory]
    [InlineData(Silo, "- --gateway-port", "- --gateway", "'--gateway' is no option")]
    [InlineData(Silo, "            - --kubernetes\n", "", "--kubernetes is missing")]
    [InlineData(Silo, "        orleans/clusterId: isac\n", "", "no label orleans/clusterId")]
    [InlineData(Silo, "fieldPath: status.podIP", "fieldPath: status.hostIP", "POD_IP comes from")]
    [InlineData(Silo, "- name: POD_NAMESPACE", "- name: NAMESPACE", "POD_NAMESPACE comes from")]
    [InlineData(Silo, "- name: SILO_CPUS", "- name: CPUS", "$(SILO_CPUS) is not set")]
    [InlineData(Silo, "containerPort: 11111", "containerPort: 11112", "--port 11111 is not the port named silo")]
    [InlineData(Silo, "path: /readyz", "path: /ready", "not /readyz")]
    [InlineData(Silo, "isac-store:6379", "isac-store:6380", "no service isac-store:6380")]
    [InlineData(Silo, "http://otel-collector:4318", "http://collector:4318", "no service collector:4318")]
    [InlineData(Silo, "mountPath: /data", "mountPath: /files", "--data /data is not mounted")]
    [InlineData(Silo, "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 30", "not below terminationGracePeriodSeconds")]
    [InlineData(Silo, "automountServiceAccountToken: true", "automountServiceAccountToken: false", "no token")]
    [InlineData(Silo, "- name: ISAC_CLUSTER_SECRET_FILE", "- name: ISAC_SECRET_FILE", "without ISAC_CLUSTER_SECRET_FILE")]
    [InlineData(Gpu, "cuda=1", "cuda=2", "cuda=2 with 1 GPUs")]
    [InlineData(Gpu, "key: nvidia.com/gpu", "key: gpu", "does not tolerate")]
    [InlineData(Access, "delete, patch]", "delete]", "may not patch pods")]
    [InlineData(Access, "delete, patch]", "delete, patch, create]", "may create pods without need")]
    [InlineData(Access, "- kind: ServiceAccount\n    name: isac-silo", "- kind: ServiceAccount\n    name: default", "may not get pods")]
    public void A_broken_silo_is_reported(string file, string old, string replacement, string problem) =>
        AssertReported(file, old, replacement, problem);

    [Theory]
    [InlineData(Store, "            - --aof-commit-wait\n", "", "Garnet without --aof-commit-wait")]
    [InlineData(Store, "            - --lua\n", "            - --lua\n            - --password\n            - x\n", "--password shows")]
    [InlineData(Store, "requirepass", "pass", "asks for no password")]
    [InlineData(Store, "containerPort: 6379", "containerPort: 6380", "--port is none of its ports")]
    [InlineData(Store, "mountPath: /data", "mountPath: /store", "the data are not on its volume")]
    [InlineData(Collector, "component: collector", "component: store", "there is not one store")]
    public void A_broken_store_is_reported(string file, string old, string replacement, string problem) =>
        AssertReported(file, old, replacement, problem);

    [Theory]
    [InlineData(Store, "targetPort: resp", "targetPort: redis", "has no port redis")]
    [InlineData(Collector, "  selector:\n    app.kubernetes.io/name: isac\n", "  selector:\n    app.kubernetes.io/name: other\n",
        "selects nothing")]
    [InlineData(Gpu, "  selector:\n    matchLabels:\n      app.kubernetes.io/name: isac\n      app.kubernetes.io/component: silo\n"
        + "      isac/pool: gpu\n---",
        "  selector:\n    matchLabels:\n      app.kubernetes.io/name: isac\n---",
        "does not select one workload")]
    [InlineData(Silo, "  maxUnavailable: 1\n", "", "no limit")]
    [InlineData(Scaling, "name: isac-silo-cpu\n  minReplicas", "name: isac-silo\n  minReplicas", "no Deployment isac-silo to scale")]
    [InlineData(Scaling, "maxReplicas: 10", "maxReplicas: 3", "nothing between")]
    [InlineData(Scaling, "name: isac_wanted_silos", "name: isac_tasks", "does not follow isac_wanted_silos")]
    [InlineData(Gpu, "name: isac-silo-gpu", "name: isac-silo-cpu", "is there twice")]
    public void A_broken_service_is_reported(string file, string old, string replacement, string problem) =>
        AssertReported(file, old, replacement, problem);

    [Theory]
    [InlineData(Network, "  podSelector: {}\n  policyTypes: [Ingress, Egress]", "  podSelector: {}\n  policyTypes: [Egress]",
        "no policy denies")]
    [InlineData(Network, "        - port: 11111\n        - port: 30000\n    - from:", "        - port: 30000\n    - from:",
        "blocked: silo -> silo:11111")]
    [InlineData(Network, "values: [silo, client]", "values: [silo]", "blocked: client -> store:6379")]
    [InlineData(Network, "        - port: 4318\n    # The API", "        - port: 4318\n        - port: 4317\n    # The API",
        "open: silo -> collector:4317")]
    [InlineData(Network, "kubernetes.io/metadata.name: monitoring", "kubernetes.io/metadata.name: default",
        "blocked: namespace monitoring -> silo:8080")]
    [InlineData(Network, "        - port: 443\n", "", "cannot reach the Kubernetes API")]
    [InlineData(Network, "- protocol: UDP\n          port: 53", "- protocol: UDP\n          port: 54", "cannot resolve names")]
    [InlineData(Network, "component: collector\n  policyTypes", "component: metrics\n  policyTypes",
        "NetworkPolicy/collector: selects nothing")]
    [InlineData(Silo, "component: silo\n        isac", "component: node\n        isac", "is not silo")]
    public void A_broken_policy_is_reported(string file, string old, string replacement, string problem) =>
        AssertReported(file, old, replacement, problem);

    private static void AssertReported(string file, string old, string replacement, string problem) => Assert.Contains(
        ClusterRules.Problems(Cluster.ReadBase(DeploymentFiles.Committed.With(file, old, replacement))),
        found => found.Contains(problem, StringComparison.Ordinal));
}
