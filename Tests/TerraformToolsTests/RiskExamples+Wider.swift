extension RiskExamples {
    /// Changes by which what was open or allowed before becomes wider.
    static let wider = [
        RiskExample(
            "open-to-all", "aws_security_group_rule", nil,
            #"{"type":"ingress","cidr_blocks":["0.0.0.0/0"],"from_port":1,"to_port":-9223372036854775808,"protocol":"tcp"}"#
        ),
        RiskExample(
            "open-to-all", "aws_security_group",
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":80,"protocol":"tcp","to_port":80}]}"#,
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":80,"protocol":"tcp","to_port":90}]}"#, grade: "high"),
        RiskExample(
            "open-to-all", "aws_security_group",
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":443,"protocol":"tcp","to_port":443}]}"#,
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0","::/0"],"from_port":443,"protocol":"tcp","to_port":443}]}"#),
        RiskExample(
            "open-to-all", "azurerm_firewall_nat_rule_collection", nil,
            #"{"action":"Dnat","rule":[{"source_addresses":["*"],"destination_ports":["22"],"protocols":["TCP"]}]}"#),
        RiskExample(
            "open-to-all", "azurerm_postgresql_firewall_rule", nil,
            #"{"start_ip_address":"0.0.0.0","end_ip_address":"0.0.0.0"}"#, grade: "medium"),
        RiskExample(
            "policy-wildcard", "aws_iam_policy",
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\"],\"Resource\":\"*\"}]}"}"#,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"iam:*\"],\"Resource\":\"*\"}]}"}"#,
            grade: "critical"),
        RiskExample(
            "policy-gives-rights", "aws_iam_policy", nil,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"iam:*Create*\"],\"Resource\":\"*\"}]}"}"#),
        RiskExample(
            "policy-for-everybody", "aws_s3_bucket_policy",
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::a/*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}}]}"}"#,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::a/*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"0.0.0.0/0\"}}}]}"}"#
        ),
    ]
}
